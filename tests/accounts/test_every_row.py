"""Which test holds which row of faults.md: sections S whole, A and G as far as they are about accounts.

A name that is no test of its file fails here, so the table cannot go stale.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.fault_rows import Row, missing

ROWS: Mapping[str, Row] = {
    "S-01": {
        "accounts/test_signing_in.py": ("an_unknown_address_and_a_wrong_password_look_alike",),
        "accounts/test_registering.py": ("an_address_that_has_an_account_looks_the_same_and_its_owner_is_told",),
        "accounts/test_recovering.py": ("nothing_tells_whether_the_address_is_known",),
        "accounts/test_own_account.py": ("an_address_with_an_account_is_not_taken_and_not_told_of",),
        "accounts/test_hard_cases.py": ("the_work_of_an_answer_does_not_tell_who_has_an_account",),
    },
    "S-02": {
        "accounts/test_signing_in.py": (
            "the_eleventh_try_is_refused_whoever_asks_and_the_owner_is_told_once",
            "one_network_address_cannot_try_many_accounts",
        ),
        "accounts/test_own_account.py": ("guessing_the_current_password_is_limited",),
        "accounts/test_hard_cases.py": ("an_owner_gets_in_though_strangers_go_on_trying",),
    },
    "S-03": {
        "accounts/test_recovering.py": (
            "only_the_newest_link_works_for_an_hour",
            "a_changed_password_or_address_voids_the_link",
            "a_new_password_ends_all_sessions_and_is_told",
        ),
        "accounts/test_links.py": ("the_database_keeps_no_token", "of_many_at_once_one_uses_the_link"),
        "accounts/test_hard_cases.py": (
            "a_link_for_a_new_password_serves_its_owner_whoever_opens_it",
            "a_link_that_no_longer_counts_says_so_and_leads_on",
        ),
    },
    "S-04": {
        "accounts/test_recovering.py": ("it_passes_no_second_factor", "a_new_password_ends_all_sessions_and_is_told")
    },
    "S-05": {
        "accounts/test_second_factor.py": (
            "a_code_counts_once_and_an_older_one_never_again",
            "a_clock_may_be_half_a_minute_off_and_no_more",
            "a_sixth_guess_is_refused_though_it_were_right",
            "of_many_at_once_one_uses_a_code",
            "switching_off_takes_a_fresh_proof_with_a_code",
        ),
        "accounts/test_hard_cases.py": ("the_code_that_set_the_factor_up_signs_nobody_in",),
    },
    "S-06": {
        "accounts/test_second_factor.py": (
            "a_recovery_code_signs_in_once_and_its_owner_is_told",
            "of_many_at_once_one_uses_a_code",
            "new_recovery_codes_void_the_old",
        )
    },
    "S-07": {"accounts/test_signing_in.py": ("the_session_is_new_at_every_step",)},
    "S-08": {"accounts/test_hard_cases.py": ("a_stolen_cookie_is_worth_nothing_after",)},
    "S-09": {
        "accounts/test_sessions.py": ("an_idle_session_ends_and_a_clock_put_back_lengthens_none",),
        "accounts/test_hard_cases.py": ("a_session_ends_after_thirty_days_however_busy",),
        "accounts/test_signing_in.py": ("a_clock_put_back_ends_a_session_that_was_seen_in_the_future",),
    },
    "S-10": {
        "accounts/test_signing_in.py": (
            "under_https_the_cookie_is_bound_to_the_host",
            "tampered_and_huge_cookies_are_ignored_quietly",
            "another_secret_key_signs_everybody_out",
        ),
        "accounts/test_hard_cases.py": ("two_cookies_of_one_name_are_no_fault",),
    },
    "S-11": {
        "accounts/test_own_account.py": (
            "the_address_changes_when_the_new_one_confirms",
            "the_old_address_takes_the_account_back_within_a_week",
            "a_reset_by_the_owner_stops_a_change_by_a_thief",
        ),
        "accounts/test_hard_cases.py": ("disabling_an_account_voids_its_links_but_the_one_that_undoes_a_theft",),
    },
    "S-12": {
        "accounts/test_registering.py": (
            "a_password_that_is_soon_found_is_refused_with_advice",
            "a_password_counts_whole",
            "pasting_is_not_hindered_and_password_managers_know_the_fields",
        ),
        "accounts/test_hard_cases.py": (
            "every_common_password_that_is_long_enough_is_refused",
            "the_names_of_the_site_are_no_password",
        ),
    },
    "S-13": {"accounts/test_signing_in.py": ("a_role_opens_nothing_without_the_second_factor",)},
    "S-14": {
        "accounts/test_limits.py": (
            "a_restart_and_a_clock_put_back_open_nothing",
            "tries_at_once_do_not_pass_together",
        ),
        "accounts/test_signing_in.py": ("the_eleventh_try_is_refused_whoever_asks_and_the_owner_is_told_once",),
    },
    "A-01": {
        "access/test_walk.py": (
            "what_may_not_be_seen_is_not_seen_and_nothing_changes",
            "every_page_shows_only_what_its_reader_may_know_and_reading_writes_nothing",
        )
    },
    "A-02": {"access/test_tricks.py": ("only_the_method_itself_acts_not_its_name_elsewhere",)},
    "A-04": {
        "accounts/test_own_account.py": ("sessions_are_listed_and_ended_by_their_owner_alone",),
        "search/test_own_feeds.py": ("a_new_key_is_made_only_after_being_told_that_the_old_one_stops",),
    },
    "A-06": {
        "access/test_forms.py": ("a_form_takes_its_own_fields_and_no_other",),
        "accounts/test_registering.py": ("the_form_cannot_give_what_is_not_asked",),
    },
    "A-07": {
        "access/test_taken_away.py": ("a_role_that_was_taken_opens_nothing_at_the_next_request",),
        "accounts/test_own_account.py": (
            "a_role_that_was_taken_away_opens_nothing_more",
            "a_disabled_account_is_out_at_once",
        ),
    },
    "A-12": {
        "access/test_headers.py": ("every_address_carries_the_headers_and_what_is_a_persons_own_reaches_no_cache",)
    },
    "G-01": {"privacy/test_erasing.py": ("after_an_erasure_no_byte_of_the_person_is_in_any_file",)},
    "G-05": {"access/test_logs.py": ("nothing_that_is_typed_reaches_a_log_or_an_address",)},
    "G-06": {"access/test_logs.py": ("a_view_that_fails_tells_nobody_what_was_sent_to_it",)},
    "W-02": {
        "accounts/test_own_account.py": ("the_address_changes_when_the_new_one_confirms",),
        "accounts/test_recovering.py": ("a_new_password_ends_all_sessions_and_is_told",),
    },
    "W-06": {
        "accounts/test_sessions.py": ("signing_in_leads_only_within_the_site",),
        "accounts/test_hard_cases.py": ("no_form_leads_away_from_the_site",),
    },
    "W-09": {"accounts/test_recovering.py": ("links_lead_to_the_site_whatever_the_request_says",)},
    "W-10": {"accounts/test_signing_in.py": ("a_forwarded_address_from_a_stranger_is_not_believed",)},
    "T-05": {
        "accounts/test_hard_cases.py": ("a_clock_put_back_lengthens_no_link",),
        "accounts/test_limits.py": ("a_restart_and_a_clock_put_back_open_nothing",),
    },
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_its_tests(row: str) -> None:
    assert missing(ROWS[row]) == set()


def test_no_row_of_signing_in_is_without() -> None:
    assert [row for row in ROWS if row.startswith("S-")] == [f"S-{number:02}" for number in range(1, 15)]
