/** Keeps personal values unreadable at rest and findable all the same: field encryption and blind index. */
@NullMarked
package dev.meridian.customer.protection;

import org.jspecify.annotations.NullMarked;
