/**
 * Refusals and failures as callers see them: codes, texts in two languages, the shape of the body, when to try again.
 * The gateway and the centers answer from here, each by the means of its own web stack, so that a caller cannot tell
 * which of them refused.
 */
@NullMarked
package dev.meridian.platform.problems;

import org.jspecify.annotations.NullMarked;
