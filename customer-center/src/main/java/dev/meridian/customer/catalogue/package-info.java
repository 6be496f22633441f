/** Which events there are, what each of their properties means, and which of them other centers are told. */
@NullMarked
package dev.meridian.customer.catalogue;

import org.jspecify.annotations.NullMarked;
