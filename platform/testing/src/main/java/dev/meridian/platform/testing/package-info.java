/** What tests of every center share: real servers, tokens, contract-checked calls and events, and architecture rules. */
@NullMarked
package dev.meridian.platform.testing;

import org.jspecify.annotations.NullMarked;
