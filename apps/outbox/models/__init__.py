from apps.outbox.models.messages import Message, Occasion
from apps.outbox.models.rules import Channel, MessageTemplate, OptOut

__all__ = ["Channel", "Message", "MessageTemplate", "Occasion", "OptOut"]
