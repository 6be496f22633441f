/** Answers of a center that are problems: what its filters, its framework and its container refuse, and what fails. */
@NullMarked
package dev.meridian.platform.web.problems;

import org.jspecify.annotations.NullMarked;
