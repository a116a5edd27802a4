"""Which test holds which row of faults.md, section P (payments and invoices)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.fault_rows import Row, missing

ROWS: Mapping[str, Row] = {
    "P-01": {"payments/test_settling.py": ("a_payment_is_noted_once_with_its_receipt_and_a_record",)},
    "P-02": {"payments/test_settling.py": ("many_deliveries_of_one_message_at_once_are_one_payment",)},
    "P-03": {"payments/test_settling.py": ("two_messages_of_one_payment_at_once_are_one_payment",)},
    "P-04": {
        "payments/test_settling.py": (
            "messages_may_come_in_any_order",
            "messages_that_come_while_things_happen_never_lead_back",
            "a_message_that_comes_before_its_order_waits_for_it",
        ),
        "payments/test_states.py": ("nothing_leads_back_from_paid",),
    },
    "P-05": {
        "billing/test_gateway.py": (
            "a_message_signed_within_five_minutes_is_read",
            "whatever_else_is_sent_is_not_believed",
        ),
        "payments/test_receiving.py": (
            "no_message_without_proof_is_believed",
            "a_message_of_five_megabytes_is_too_large",
            "a_packed_message_is_not_unpacked",
        ),
    },
    "P-06": {
        "billing/test_gateway.py": ("both_secrets_hold_while_they_are_exchanged",),
        "payments/test_settling.py": ("both_secrets_are_believed_while_they_are_exchanged",),
    },
    "P-07": {"payments/test_settling.py": ("what_is_none_of_our_business_is_stored_and_ignored",)},
    "P-08": {
        "payments/test_checking_out.py": (
            "what_the_browser_brings_back_is_not_believed",
            "the_return_page_of_a_stranger_is_not_there",
            "somebody_who_comes_back_before_the_message_can_have_it_looked_at",
        ),
    },
    "P-09": {
        "payments/test_settling.py": (
            "a_message_that_contradicts_our_order_settles_nothing",
            "a_payment_that_is_not_what_we_asked_for_settles_nothing",
            "a_page_that_is_finished_and_unpaid_is_watched",
        ),
    },
    "P-10": {
        "billing/test_ordering.py": (
            "a_nonsensical_number_is_refused_and_nothing_is_added",
            "what_the_list_does_not_offer_cannot_be_ordered",
            "another_orders_line_is_not_found",
        ),
        "billing/test_pages.py": (
            "a_number_that_is_none_is_refused",
            "prices_sent_by_hand_change_nothing",
            "another_organisations_order_is_not_there",
        ),
    },
    "P-11": {
        "payments/test_checking_out.py": (
            "however_often_it_is_clicked_there_is_one_page",
            "a_lost_answer_leads_to_the_same_page",
            "a_new_total_makes_a_new_page_and_closes_the_old_one",
        ),
        "billing/test_gateway.py": ("a_reset_or_a_lost_reply_is_asked_again_with_the_same_key",),
    },
    "P-12": {
        "payments/test_refunding.py": (
            "two_who_give_the_whole_back_at_once_give_it_once",
            "more_than_came_is_refused_and_nothing_is_sent",
            "a_refund_whose_answer_is_lost_is_sent_once",
            "the_message_of_ones_own_refund_changes_nothing_more",
            "a_refund_made_at_the_provider_comes_into_our_books",
        ),
        "billing/test_paying.py": ("however_many_give_back_at_once_no_more_goes_than_came",),
    },
    "P-13": {
        "payments/test_checking_out.py": (
            "a_payment_service_in_trouble_is_said_so_and_can_be_tried_again",
            "nobody_waits_for_a_silent_payment_service",
            "a_failure_kept_under_the_key_is_looked_into_before_there_is_a_new_try",
        ),
        "billing/test_gateway.py": ("a_failing_provider_is_silent_within_the_limit_or_has_spent_the_key",),
        "payments/test_settling.py": ("a_silent_provider_costs_no_message",),
    },
    "P-14": {
        "payments/test_killed.py": (
            "killed_over_a_message_the_order_is_settled_once",
            "killed_while_reconciling_the_next_one_finishes",
            "killed_when_the_page_was_made_the_buyer_is_led_to_that_very_page",
            "killed_when_the_page_was_made_and_paid_the_money_finds_its_order",
            "killed_around_the_yes_to_a_refund_it_is_given_back_once",
        ),
        "mail/test_sending.py": ("a_sender_killed_around_the_servers_yes_sends_nothing_twice",),
    },
    "P-15": {
        "payments/test_lost_messages.py": (
            "every_order_of_two_silent_days_is_settled_in_one_go",
            "a_second_go_finds_nothing_more_to_do",
            "refunds_and_disputes_of_those_days_come_in_too",
        ),
    },
    "P-16": {
        "billing/test_pricing.py": (
            "a_line_to_the_penny",
            "three_lines_of_33_pounds_33_carry_the_vat_of_each_line_and_not_of_their_sum",
            "the_lines_of_any_basket_sum_to_the_order",
        ),
        "billing/test_paying.py": ("page_order_ledger_and_what_is_paid_agree_to_the_penny",),
        "billing/test_gateway.py": ("the_session_carries_our_order_and_its_amounts",),
        "invoicing/test_issuing.py": ("invoice_order_ledger_and_lines_agree_to_the_penny",),
        "invoicing/test_pages.py": ("page_pdf_json_xml_mail_and_export_read_the_same",),
        "invoicing/test_reading_the_same.py": ("an_invoice_reads_the_same_in_every_form",),
        "invoicing/test_books.py": ("revenue_vat_and_debtors_agree_with_the_ledger",),
        "architecture/test_money.py": (
            "every_amount_is_kept_as_a_whole_number_of_pence",
            "no_float_where_money_is_reckoned",
        ),
    },
    "P-17": {
        "billing/test_ordering.py": (
            "a_rate_of_vat_changes_at_midnight_in_london",
            "no_vat_is_charged_where_staff_say_why",
        ),
        "invoicing/test_issuing.py": ("the_rate_is_that_of_the_tax_point", "who_is_charged_no_vat_reads_why"),
        "invoicing/test_crediting.py": ("credit_notes_bit_by_bit_come_to_exactly_the_invoice",),
        "invoicing/test_books.py": ("a_credit_after_a_change_of_rate_bears_the_rate_of_its_sale",),
    },
    "P-18": {
        "billing/test_placing.py": (
            "a_purchase_order_number_that_is_none_is_refused",
            "a_purchase_order_number_that_was_used_is_asked_about",
        ),
        "billing/test_ordering.py": ("nobody_approves_their_own_order_nor_another_organisations",),
        "billing/test_paying.py": ("nobody_who_owes_something_overdue_is_served_before_paying",),
        "invoicing/test_reminding.py": ("every_reminder_goes_out_once",),
        "invoicing/test_books.py": ("what_is_unpaid_for_sixty_days_is_in_the_overdue_list",),
        "invoicing/test_allocating.py": (
            "an_order_that_a_card_paid_too_leaves_the_banks_money_on_the_receipt",
            "a_card_that_pays_what_the_bank_has_paid_is_flagged_as_paid_too_much",
        ),
        "payments/test_settling.py": ("money_for_an_order_that_wants_none_is_noted_and_flagged",),
    },
    "P-19": {
        "invoicing/test_numbering.py": (
            "twenty_at_once_get_twenty_numbers_and_a_rollback_uses_none_up",
            "a_number_that_no_document_bears_is_found",
        ),
        "invoicing/test_issuing.py": ("many_orders_at_once_get_numbers_without_a_gap",),
    },
    "P-20": {
        "payments/test_disputing.py": (
            "while_a_dispute_is_open_the_order_stands",
            "a_dispute_ends_as_the_bank_decides",
            "the_messages_of_a_dispute_come_in_any_order_and_twice",
            "a_payout_moves_what_came_to_the_bank_and_names_the_fees",
        ),
    },
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_its_tests(row: str) -> None:
    assert missing(ROWS[row]) == set()


def test_no_row_of_payments_is_without() -> None:
    assert list(ROWS) == [f"P-{number:02}" for number in range(1, 21)]
