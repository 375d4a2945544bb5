"""Papers of the tests' office: two firms of XA, one trade with XB."""

from __future__ import annotations

OPERATOR = """
number = "{number}"
business_types = ["pharmaceutical-wholesaler", "importer", "exporter"]
[party]
party_name = "{name}"
address_line_1 = "1 Mill Street"
country = "XA"
[[sites]]
site = "north"
receives_as = "{receives_as}"
[sites.address]
party_name = "{name}"
address_line_1 = "1 Mill Street"
country = "XA"
[[duty_holders]]
person = "{number}-1"
duty = "person_in_charge"
"""

LICENCE = """
number = "L-{holder}"
holder = "{holder}"
valid_from = 2025-01-01
valid_until = 2026-12-31
law_day = 2025-01-02
persons = ["{holder}-1"]
{grid}
"""

CELL = """[[grid]]
activity = "{activity}"
substance = "{substance}"
site = "north"
"""

ESTIMATE = """
number = "{number}"
territory = "{territory}"
year = 2025
substance = "morphine"
consumption = {ug}
use_for_drugs = 0
use_schedule_iii = 0
use_uncovered = 0
stocks_31_december = 0
special_stock_addition = 0
method = "consumption of three years, their average"
"""

REPLY = """
replied_on = 2025-01-10
total_published = {ug}
"""

SIDES = """
[exporter]
party_name = "{exporter}"
address_line_1 = "{exporter_street}"
country = "{from_}"
licence_number = "{exporter_licence}"
[importer]
party_name = "{importer}"
address_line_1 = "{importer_street}"
country = "{to}"
licence_number = "{importer_licence}"
[authority]
name = "Authority of {authority}"
country = "{authority}"
treaties = ["1961"]
[transport]
mode = ["{conveyance}"]
[[lines]]
line = 1
name_declared = "morphine"
substance = "morphine"
salt = "morphine"
pharmaceutical_form = "bulk substance"
quantity = "{quantity}"
unit = "g"
already_base = true
purpose = "medical"
"""

IN = SIDES.format_map(
    {
        "exporter": "Beta Export",
        "exporter_street": "2 Quay",
        "from_": "XB",
        "exporter_licence": "",
        "importer": "Alpha",
        "importer_street": "1 Mill Street",
        "to": "XA",
        "importer_licence": "L-OP-1",
        "authority": "XA",
        "conveyance": "air",
        "quantity": "{quantity}",
    }
)
OUT = {
    "exporter": "Alpha",
    "exporter_street": "1 Mill Street",
    "from_": "XA",
    "exporter_licence": "L-OP-1",
    "importer": "Beta Import",
    "importer_street": "3 Quay",
    "to": "XB",
    "importer_licence": "",
    "conveyance": "air",
}

CERTIFICATE = """
number = "{number}"
issued_on = {issued}
treaty_basis = ["1961"]
valid_from = {issued}
valid_until = 2025-12-31
may_be_several_consignments = false
bonded_warehouse_approved = false
intended_for_re_export = false
"""

AUTHORISATION = """
number = "{number}"
issued_on = 2025-06-10
treaty_basis = ["1961"]
valid_from = 2025-06-10
valid_until = 2025-09-30
import_paper_number = "XB-IC-1"
import_paper_date = 2025-06-01
import_paper_authority = "Authority of XB"
bonded_warehouse_approved = false
intended_for_re_export = false
foreign_certificate_authenticity = "confirmed_by_authority"
"""

KNOWN = """
goods_are_named = true
is_mislabelled = false
copy_accompanies = true
suspicion = ""
is_for_illicit_manufacture = false
[exporter]
is_licensed = true
[importer]
is_licensed = true
[[limits]]
substance = "morphine"
is_stopped_by_board = false
is_recommended_stop = false
[[countries]]
code = "XA"
parties_to = ["1961", "1971", "1988"]
permits_destination = true
reserves_31_1_b = false
prohibits_schedule_iv = []
[[countries]]
code = "XB"
parties_to = ["1961", "1971", "1988"]
permits_destination = true
reserves_31_1_b = false
prohibits_schedule_iv = []
"""
