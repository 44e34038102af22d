"""Days and instants as the portal writes them, in the place of Django's short forms."""
