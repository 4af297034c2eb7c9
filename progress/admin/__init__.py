from progress.admin import log, periods, reports  # noqa: F401 - each module registers its own records
