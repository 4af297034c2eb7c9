from oversight.models.extension import Extension
from oversight.models.urging import Urging, UrgingSubject, UrgingTemplate

__all__ = ["Extension", "Urging", "UrgingSubject", "UrgingTemplate"]
