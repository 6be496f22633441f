/** Who calls, what they may call, and which brand's rows their transactions may see. */
@NullMarked
package dev.meridian.platform.security;

import org.jspecify.annotations.NullMarked;
