"""What the database itself keeps right of a curation, whoever writes: order, locks, conflicts.

Each raises a violation with the name of a rule, as a constraint does.
"""

import pgtrigger

WRITES = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
GO_ON = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"


def _refuse(rule: str, words: str) -> str:
    return (
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', "
        f"CONSTRAINT = 'catalogue_{rule}';"
    )


STATES_IN_ORDER = pgtrigger.FSM(
    name="states_in_order",
    field="state",
    transitions=[
        ("preparing", "open"),
        ("open", "preparing"),
        ("open", "scoring"),
        ("scoring", "deciding"),
        ("deciding", "scoring"),
        ("deciding", "closed"),
    ],
)
WEIGHTS_ARE_WHOLE = pgtrigger.Trigger(
    name="weights_are_whole",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state"),
    condition=pgtrigger.Condition("OLD.state = 'open' AND NEW.state = 'scoring'"),
    func=(
        "IF (SELECT COALESCE(SUM(weight), 0) FROM catalogue_criterion "
        "WHERE round_id = NEW.id) <> 100 THEN "
        + _refuse("curationround_weights", "The weights are not 100 together.")
        + " END IF; RETURN NEW;"
    ),
)
CRITERIA_STAND = pgtrigger.Trigger(
    name="stand_once_scored",
    when=pgtrigger.Before,
    operation=WRITES,
    declare=[("found", "text")],
    func=(
        "SELECT state INTO found FROM catalogue_curationround "
        "WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END "
        "FOR KEY SHARE; IF found NOT IN ('preparing', 'open') THEN "
        + _refuse("criterion_stands", "The criteria of a curation under way stand.")
        + f" END IF; {GO_ON}"
    ),
)
# Who was given to whom: one round, and nobody with a declared conflict.
WITHOUT_CONFLICT = pgtrigger.Trigger(
    name="without_conflict",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=(
        "IF NOT EXISTS (SELECT FROM catalogue_curator curator "
        "JOIN catalogue_candidate candidate ON candidate.round_id = curator.round_id "
        "WHERE curator.id = NEW.curator_id AND candidate.id = NEW.candidate_id) THEN "
        + _refuse("assignment_of_one_round", "Curator and product are of two rounds.")
        + " END IF; IF EXISTS (SELECT FROM catalogue_curatorconflict conflict "
        "JOIN catalogue_product product ON product.business_id = conflict.business_id "
        "JOIN catalogue_candidate candidate ON candidate.product_id = product.id "
        "WHERE conflict.curator_id = NEW.curator_id "
        "AND candidate.id = NEW.candidate_id) THEN "
        + _refuse("assignment_without_conflict", "This curator has a conflict.")
        + " END IF; RETURN NEW;"
    ),
)
# The rows that a decision reads are locked by it: a score waits, and then finds it decided.
SCORED_WHILE_OPEN = pgtrigger.Trigger(
    name="scored_while_open",
    when=pgtrigger.Before,
    operation=WRITES,
    declare=[("found", "record")],
    func=(
        "SELECT round.id, round.state, candidate.outcome INTO found "
        "FROM catalogue_assignment assignment "
        "JOIN catalogue_candidate candidate ON candidate.id = assignment.candidate_id "
        "JOIN catalogue_curationround round ON round.id = candidate.round_id "
        "WHERE assignment.id = "
        "CASE TG_OP WHEN 'DELETE' THEN OLD.assignment_id ELSE NEW.assignment_id END "
        "FOR SHARE OF candidate, round; "
        "IF found.state <> 'scoring' OR found.outcome NOT IN ('', 'pending') THEN "
        + _refuse("curationscore_while_open", "Scores are given while it is scored.")
        + " END IF; IF TG_OP <> 'DELETE' AND NOT EXISTS (SELECT FROM catalogue_criterion "
        "WHERE id = NEW.criterion_id AND round_id = found.id) THEN "
        + _refuse("curationscore_of_one_round", "The criterion is of another round.")
        + f" END IF; {GO_ON}"
    ),
)
DECIDED_IN_ITS_TIME = pgtrigger.Trigger(
    name="decided_in_its_time",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("outcome", "decided_by", "outcome_reason", "mean"),
    declare=[("found", "text")],
    func=(
        "SELECT state INTO found FROM catalogue_curationround "
        "WHERE id = NEW.round_id FOR SHARE; IF found <> 'deciding' THEN "
        + _refuse("candidate_decided_in_time", "It is not the time to decide.")
        + " END IF; IF EXISTS (SELECT FROM catalogue_curator "
        "WHERE round_id = NEW.round_id AND user_id = NEW.decided_by_id) THEN "
        + _refuse("candidate_decided_by_another", "A curator does not decide too.")
        + " END IF; RETURN NEW;"
    ),
)
