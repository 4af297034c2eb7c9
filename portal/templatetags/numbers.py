"""Tags of the pages of figures: one such page holds a hundred linked numbers, so many that an include each is felt."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def linked(number, words=""):
    """Return a Linked as the page shows it; `words` are for who cannot see the table."""
    if not number.url:
        return number.value
    tone = format_html('class="tone-{0} tone-text" ', number.tone) if number.tone else ""
    told = format_html('<span class="visually-hidden"> {}</span>', words) if words else ""
    return format_html('<a {}href="{}">{}{}</a>', tone, number.url, number.value, told)
