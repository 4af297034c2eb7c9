"""Acts that happen at the same moment, each with a connection of its own."""

import threading

from django.db import connections

from common.refusals import Refused

WON, REFUSED = "won", "refused"
ROUNDS = 5


def race(*acts):
    """Run the acts at once; return what came of each: "won", the Refused it met, or the fault that broke it."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, do):
        try:
            start.wait()
            do()
            outcomes[index] = WON
        except Refused as refused:
            outcomes[index] = refused
        except Exception as error:
            outcomes[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def told(outcomes):
    """Return the outcomes as words: what was refused as "refused", a fault as it is."""
    return [REFUSED if isinstance(one, Refused) else one for one in outcomes]


def one_winner(outcomes):
    return sorted(map(str, told(outcomes))) == [REFUSED, WON]
