"""Triggers that see the rows of a whole statement at once: COPY and set-based SQL pay once.

A session would keep the plan of a trigger's statement, made for as many rows as it saw first:
after a change of one row, old and new rows of 5,000 were met by trying all 25 million pairs. So
each is planned anew, for the rows and tables that there are now (decision 46).
"""

from typing import Any

import pghistory
import pghistory.trigger
import pgtrigger

ADDED = pgtrigger.Referencing(new="new_rows")
CHANGED = pgtrigger.Referencing(old="old_rows", new="new_rows")
REMOVED = pgtrigger.Referencing(old="old_rows")
BOTH = "new_rows JOIN old_rows ON old_rows.id = new_rows.id"
END = " RETURN NULL;"


def after(
    name: str, operation: Any, referencing: Any, *statements: str
) -> pgtrigger.Trigger:
    """A trigger that runs these statements of SQL when rows have been written."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=" ".join(map(planned_anew, statements)) + END,
    )


def differs(*columns: str) -> str:
    """The condition on `BOTH` that one of these columns was changed."""
    return " OR ".join(
        f'new_rows."{each}" IS DISTINCT FROM old_rows."{each}"' for each in columns
    )


def planned_anew(statement: str) -> str:
    """A statement of a trigger, planned each time that it runs."""
    return f"EXECUTE $planned${statement}$planned$;"


def kept_by_statement() -> list[pghistory.Tracker]:
    """Trackers that write the events of all rows of a statement at once.

    For what a list brings by the hundred thousand. The events are the same as row by row.
    """
    return [
        pghistory.InsertEvent(level=pgtrigger.Statement),
        _Updated(level=pgtrigger.Statement),
        pghistory.DeleteEvent(level=pgtrigger.Statement),
    ]


class _UpdatedTogether(pghistory.trigger.Event):
    def get_func(self, model: Any) -> pgtrigger.Func:
        """As the library has it, planned anew: it joins the rows before and after."""
        insert = super().get_func(model).func.removesuffix(f";{END}")
        return pgtrigger.Func(f"{planned_anew(insert)}{END}")


class _Updated(pghistory.UpdateEvent):
    def add_event_trigger(self, event_model: Any) -> None:
        trigger = _UpdatedTogether(
            event_model=event_model,
            label=self.label,
            name=self.trigger_name,
            row=self.row,
            operation=self.operation,
            condition=self.condition,
            level=self.level,
        )
        pgtrigger.register(trigger)(event_model.pgh_tracked_model)
