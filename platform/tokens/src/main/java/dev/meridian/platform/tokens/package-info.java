/** Verification of tokens, the same at the gateway and behind it. */
@NullMarked
package dev.meridian.platform.tokens;

import org.jspecify.annotations.NullMarked;
