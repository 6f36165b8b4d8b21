// SIGINT and SIGTERM between two rows of an answer, not in the middle of one.
#pragma once

namespace gandse::cli {

/// From now on the first SIGINT, and the first SIGTERM, is only noted; one more ends the program at once. What was
/// ignored when the program was started (by nohup, or in the background) stays ignored.
void defer_interruption();

/// The signal that was noted last; 0: none.
int interruption();

/// Ends the program by `signal`, as if that had never been deferred.
[[noreturn]] void end_by(int signal);

}  // namespace gandse::cli
