//! The suite that every store passes. A store's tests call [`conformance!`](crate::conformance!)
//! with an expression that opens an empty store; each fact here becomes one test.
//!
//! ```text
//! earnest_service::conformance!((Arc::new(Memory::new()), ()));
//! ```

pub mod atomicity;
pub mod documents;
pub mod lists;
pub mod malformed;
pub mod races;
mod sample;
pub mod streams;
pub mod tallies;
pub mod timers;
pub mod wallets;

/// One test for each fact of the suite.
///
/// `$fresh` is evaluated once a test, inside an async function, and gives a pair: an
/// `Arc<impl Store>` that is empty, and something to keep until the test is over, such as a
/// temporary directory. The calling crate needs `tokio` with `macros` and `rt-multi-thread`.
#[macro_export]
macro_rules! conformance {
    ($fresh:expr) => {
        $crate::conformance! { @each ($fresh)
            atomicity {
                a_refused_commit_leaves_nothing
                an_answered_request_comes_before_everything_but_malformed
                a_conflict_comes_before_a_full_tally_and_a_low_wallet
                a_race_comes_before_a_conflict
                a_request_is_answered_once
                a_refused_request_is_not_answered
                an_empty_commit_changes_nothing
            }
            streams {
                a_new_stream_starts_at_one
                a_stream_is_created_once
                a_lost_race_changes_nothing
                a_stream_that_does_not_exist_cannot_go_on
                one_commit_moves_several_streams
                a_stream_keeps_its_kind
                entries_come_in_pages
                texts_come_back_as_they_were
                streams_are_paged_by_identity
            }
            wallets {
                balances_add_up_to_zero
                a_wallet_never_goes_below_zero
                postings_are_booked_in_order
                recourse_may_leave_a_debt
                a_debtor_may_receive_but_not_pay
                amounts_reach_their_maximum
                sums_go_beyond_64_bits
                an_escrow_has_no_row
                assets_do_not_meet
                assets_are_known_once_moved
                positions_add_up
                a_position_of_nothing_makes_no_wallet
                wallets_are_paged_by_party_and_asset
            }
            documents {
                a_key_is_taken_once
                a_write_needs_the_version_it_saw
                a_deleted_document_is_gone
                a_deleted_key_can_be_taken_again
                collections_do_not_meet
                documents_are_paged_by_prefix
                keys_are_compared_by_their_bytes
            }
            lists {
                a_list_shows_the_newest_first
                a_page_goes_on_below_the_last_one
                a_queue_is_read_oldest_first
                a_facet_filters_a_list
                another_facet_moves_a_stream
                a_move_does_not_double_a_stream
                an_unlisted_stream_is_not_shown
                a_listing_not_given_stays
                paging_meets_every_stream_once_while_new_ones_come
                a_list_shows_streams_as_they_are_now
            }
            tallies {
                counts_add_up
                a_count_does_not_grow_beyond_its_bound
                a_count_beyond_its_bound_may_shrink
                a_full_count_stops_the_others
            }
            timers {
                the_longest_due_comes_first
                a_deadline_is_due_at_its_own_moment
                a_later_deadline_replaces_an_earlier_one
                a_stream_without_a_deadline_is_not_due
                messages_wait_until_their_time
                the_oldest_message_comes_first
                a_message_put_off_waits_again
                a_settled_message_is_gone
                settling_what_is_gone_changes_nothing
                a_waiting_message_is_not_added_twice
            }
            malformed {
                a_gap_in_the_numbers_is_malformed
                an_append_without_entries_is_malformed
                a_stream_that_does_not_end_with_its_entries_is_malformed
                a_stream_given_twice_is_malformed
                a_list_given_twice_is_malformed
                a_document_given_twice_is_malformed
                a_count_given_twice_is_malformed
                a_sum_beyond_its_integer_is_malformed
                a_message_given_twice_is_malformed
                a_nul_is_malformed_in_every_text
                a_posting_of_nothing_is_malformed
                an_account_that_pays_itself_is_malformed
                deleting_what_should_not_exist_is_malformed
                a_number_beyond_the_largest_is_malformed
            }
            races {
                every_increment_lands_once
                one_of_two_creations_wins
                one_of_many_takes_a_key
                one_of_many_answers_a_request
                a_bounded_count_is_never_passed
                withdrawals_never_overdraw_a_wallet
                concurrent_payments_add_up
                commits_that_cross_do_not_block_each_other
            }
        }
    };
    (@each ($fresh:expr) $($subject:ident { $($fact:ident)+ })+) => {$(
        mod $subject {
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $fact() {
                    let (store, _kept) = $fresh;
                    let store: std::sync::Arc<dyn $crate::store::Store> = store;
                    $crate::conformance::$subject::$fact(&store).await;
                }
            )+
        }
    )+};
}
