/** Who calls and whom an operation admits, by verified tokens: the same at the gateway and behind it. */
@NullMarked
package dev.meridian.platform.tokens;

import org.jspecify.annotations.NullMarked;
