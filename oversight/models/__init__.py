from oversight.models.extension import Extension

__all__ = ["Extension"]
