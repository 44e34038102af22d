from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import AccessRecord
from apps.businesses.admin.filters import AgencyFilter
from apps.businesses.admin.inlines import BusinessInline, PersonNameInline
from apps.businesses.admin.register import RegisterAdmin
from apps.businesses.forms import PersonForm
from apps.businesses.journey import journey_of_person
from apps.businesses.merging import kept_record
from apps.businesses.models import Merge, Person
from apps.businesses.resources import PersonResource
from ikmportal import refusing

MOST_LOOKS = 20


@admin.register(Person)
class PersonAdmin(RegisterAdmin):
    resource_classes = [PersonResource]
    form = PersonForm
    alike = "name:owner_name nik_typed:nik phone_typed:phone region"
    list_display = ["name", "nik_shown", "phone_shown", "sex", "region", "agency"]
    list_filter = ["nik_status", "sex", ("agency", AgencyFilter)]
    list_select_related = ["region", "agency"]
    search_fields = ["name"]
    autocomplete_fields = ["region"]
    inlines = [BusinessInline, PersonNameInline]
    readonly_fields = ["nik_status", "created_at", "numbers", "looks", "happened"]
    fieldsets = [
        (
            _("Identity"),
            {
                "fields": [
                    "name",
                    "nik_typed",
                    "nik_status",
                    ("sex", "birth_date"),
                    "agency",
                ]
            },
        ),
        (_("Contact"), {"fields": ["phone_typed", "email", "address", "region"]}),
    ]

    def save_model(
        self, request: HttpRequest, obj: Person, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        for finding in obj.contradictions().values():
            self.message_user(request, finding.message, messages.WARNING)

    @refusing.shows_refusal
    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if kept := kept_record(Merge.Kind.PERSON, object_id):
            self.message_user(request, _("That record was merged into this one."))
            return redirect("admin:businesses_person_change", kept)
        return super().change_view(request, object_id, *args, **kwargs)

    def offered(self, request: HttpRequest, found: QuerySet[Person]) -> Any:
        return found.select_related("region")

    def offered_as(self, person: Person) -> str:
        """Two people of one name are told apart by where they live and how their NIK ends."""
        known = [person.name, person.region, person.nik_masked]
        return ", ".join(str(each) for each in known if each)

    @admin.display(description=_("NIK"), ordering="nik_status")
    def nik_shown(self, person: Person) -> str:
        return person.nik_masked or person.get_nik_status_display()

    @admin.display(description=_("phone"))
    def phone_shown(self, person: Person) -> str:
        return person.phone_masked

    def get_fieldsets(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """Numbers once they are somebody's; who looked at them, to who oversees that."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        oversees = request.user.has_perm("accounts.view_accessrecord")
        fields = ["numbers", "looks"] if oversees else ["numbers"]
        looked = (_("Who has looked"), {"fields": fields})
        return [*fieldsets, looked, (_("What happened"), {"fields": ["happened"]})]

    @admin.display(description=_("numbers"))
    def numbers(self, person: Person) -> str:
        return render_to_string("businesses/_numbers.html", {"person": person})

    @admin.display(description=_("to the businesses"))
    def happened(self, person: Person) -> str:
        context = {"steps": journey_of_person(person)}
        return render_to_string("businesses/_journey.html", context)

    @admin.display(description=_("looks at the numbers"))
    def looks(self, person: Person) -> str:
        records = AccessRecord.objects.about(person).select_related("user")
        return render_to_string(
            "businesses/_looks.html", {"looks": records[:MOST_LOOKS]}
        )
