package dev.consign.testbed.attack;

import java.time.Duration;

/// A named round of the review.
///
/// @param name on the command line
/// @param description what is tried, in a few words
/// @param limit longer it does not take, or something hangs
record Attack(String name, String description, Duration limit, Round round) {
    /// What an attack does.
    interface Round {
        /// @param quick whether a short version is wanted
        void run(Target target, Tally tally, boolean quick) throws Exception;
    }
}
