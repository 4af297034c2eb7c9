"""How forms are written: inputs and text areas, of which a page can hold hundreds, as Django's templates write them but
without a template each; all else by the templates."""

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html

INPUTS = ("date", "email", "hidden", "number", "search", "text")


class FormRenderer(TemplatesSetting):
    def render(self, template_name, context, request=None):
        if write := _WRITTEN.get(template_name):
            return write(context["widget"])
        return super().render(template_name, context, request)


def _input(widget):
    attributes = flatatt({"value": widget["value"]}) + flatatt(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}>', widget["type"], widget["name"], attributes)


def _textarea(widget):
    # The browser leaves out the first line end after the tag: without one of its own, a text would lose it.
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], flatatt(widget["attrs"]), widget["value"] or ""
    )


_WRITTEN = {f"django/forms/widgets/{kind}.html": _input for kind in INPUTS}
_WRITTEN["django/forms/widgets/textarea.html"] = _textarea
