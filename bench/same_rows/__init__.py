"""Ways to Masudi: see bench/same."""


class Missing(Exception):
    """What a way needs is not here."""


# What each field of a document may be called, its own name first (src/read/record.c).
KEYS = {
    "text": ["text", "event_text", "body", "content", "maintext"],
    "id": ["id", "doc_id", "story_id", "uid"],
    "date": ["date", "pub_date", "date_publish", "published"],
    "title": ["title", "headline"],
    "url": ["url"],
    "publisher": ["publisher", "source_domain"],
    "language": ["language", "lang"],
}


def field(document, name):
    """The value of a field, or None."""
    value = next((document[key] for key in KEYS[name] if document.get(key) is not None), None)
    return None if value is None or value == "" and name != "text" else str(value)
