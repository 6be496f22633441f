/** The membership center: programmes, members and the points ledger. */
@NullMarked
package dev.meridian.membership;

import org.jspecify.annotations.NullMarked;
