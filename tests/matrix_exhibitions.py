"""The addresses of exhibitions for officers, and what each asks for."""

from tests.matrix_rules import Foreign, Needs

EXHIBITION, PARTICIPATION = "exhibitions.Exhibition", "exhibitions.Participation"
PROPOSAL = "exhibitions.BoothProposal"
SEE, RUN = "exhibitions.view_exhibition", "exhibitions.change_exhibition"
DECIDE = "exhibitions.decide_participation"
LOOK_THROUGH = "exhibitions.change_participation"
PROPOSE = "exhibitions.add_participation"
ISSUE, DRAFT = "documents.issue_document", "outbox.add_message"
PAPERS = "a file: tests/exhibitions/test_papers.py"
OF_EXHIBITIONS = {
    "exhibitions:list": Needs(SEE),
    "exhibitions:fairness": Needs(SEE),
    "exhibitions:add": Needs("exhibitions.add_exhibition"),
    **{
        f"exhibitions:{name}": Needs(SEE, row=EXHIBITION)
        for name in [
            *("exhibition", "terms", "board", "plan", "canvas", "sales", "day"),
            *("records", "certifying"),
        ]
    },
    **{
        f"exhibitions:{name}": Needs(RUN, row=EXHIBITION)
        for name in ("edit", "add_hall", "add_zone", "add_row")
    },
    "exhibitions:add_community": Needs(PROPOSE, row=EXHIBITION),
    **{
        f"exhibitions:{name}": Needs(right, row=EXHIBITION, method="post")
        for name, right in [
            *(("go_on", RUN), ("copy", RUN), ("change_plan", RUN), ("ask", RUN)),
            *(("remove", RUN), ("tell_places", DRAFT), ("tell_links", DRAFT)),
            *(("issue_record", ISSUE), ("issue_certificates", ISSUE)),
            *(("propose", PROPOSE), ("publish_plan", "exhibitions.publish_plan")),
        ]
    },
    "exhibitions:hall": Needs(RUN, row="exhibitions.Hall"),
    "exhibitions:zone": Needs(RUN, row="exhibitions.Zone"),
    "exhibitions:booth": Needs(RUN, row="exhibitions.Booth"),
    "exhibitions:paper": Foreign(PAPERS),
    "exhibitions:recap_to_edit": Foreign(PAPERS),
    "exhibitions:picture": Foreign("a file: tests/exhibitions/test_pictures.py"),
    "exhibitions:proposal": Needs(SEE, row=PROPOSAL),
    "exhibitions:answer": Needs(RUN, row=PROPOSAL, method="post"),
    "exhibitions:answer_people": Needs(DECIDE, row=PROPOSAL, method="post"),
    "exhibitions:participation": Needs(SEE, row=PARTICIPATION),
    "exhibitions:needs": Needs(LOOK_THROUGH, row=PARTICIPATION),
    "exhibitions:step": Needs(LOOK_THROUGH, row=PARTICIPATION, method="post"),
    "exhibitions:renew_link": Needs(LOOK_THROUGH, row=PARTICIPATION, method="post"),
    "exhibitions:decide": Needs(DECIDE, row=PARTICIPATION, method="post"),
}
