/** The customer center: who a customer is, what is known of them and what they did. */
@NullMarked
package dev.meridian.customer;

import org.jspecify.annotations.NullMarked;
