/** What is known of a customer: source profiles per brand, and the golden profile as a view over them. */
@NullMarked
package dev.meridian.customer.profile;

import org.jspecify.annotations.NullMarked;
