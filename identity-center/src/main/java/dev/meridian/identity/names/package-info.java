/** Ids that clients of ours sign in with: no two are the same, in whichever realm they sign in. */
@NullMarked
package dev.meridian.identity.names;

import org.jspecify.annotations.NullMarked;
