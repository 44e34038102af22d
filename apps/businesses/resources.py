"""The columns in which people and businesses leave the portal."""

from typing import Any

from import_export.fields import Field

from apps.accounts.exports import PersonalResource
from apps.agencies.models import Agency
from apps.businesses.models import Business, Person
from apps.businesses.revealing import opened
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup
from ikmportal.tables import by_code


class PersonResource(PersonalResource):
    agency = by_code("agency", Agency)
    region = by_code("region", Region)
    nik = Field(column_name="nik")
    phone = Field(column_name="phone")

    class Meta:
        model = Person
        fields = ["name", "nik", "phone", "nik_status", "sex", "birth_date", "email"]
        fields += ["address", "region", "agency"]
        export_order = fields

    def dehydrate_nik(self, person: Person) -> str:
        return opened(person).nik if self.whole else person.nik_masked

    def dehydrate_phone(self, person: Person) -> str:
        return opened(person).phone if self.whole else person.phone_masked


class BusinessResource(PersonalResource):
    owner = Field(attribute="owner__name", column_name="owner")
    owner_nik = Field(column_name="owner_nik")
    owner_phone = Field(column_name="owner_phone")
    agency = by_code("agency", Agency)
    region = by_code("region", Region)
    commodity_group = by_code("commodity_group", CommodityGroup)
    coaching = Field(column_name="coaching")

    class Meta:
        model = Business
        fields = [
            "name",
            "brand",
            "owner",
            "owner_nik",
            "owner_phone",
            "legal_form",
            "nib",
        ]
        fields += [
            "kbli_version",
            "kbli_code",
            "commodity_group",
            "products",
            "address",
        ]
        fields += [
            "region",
            "coaching",
            "status",
            "established_year",
            "verified_at",
            "listed_at",
            "agency",
        ]
        export_order = fields

    def dehydrate_owner_nik(self, business: Business) -> str:
        owner: Any = business.owner
        return opened(owner).nik if self.whole else owner.nik_masked

    def dehydrate_coaching(self, business: Business) -> str:
        """Through which channels its agency coaches it now; «-» for none."""
        relations: Any = business.coaching_relations
        now = {
            each.channel
            for each in relations.all()
            if each.until is None and each.agency_id == business.agency_id
        }
        return ", ".join(sorted(now)) or "-"

    def dehydrate_owner_phone(self, business: Business) -> str:
        owner: Any = business.owner
        return opened(owner).phone if self.whole else owner.phone_masked
