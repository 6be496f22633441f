/** Refusals and failures as problem documents, in the language of the caller. */
@NullMarked
package dev.meridian.gateway.problems;

import org.jspecify.annotations.NullMarked;
