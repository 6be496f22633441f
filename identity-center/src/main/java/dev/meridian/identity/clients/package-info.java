/** The API clients: back ends that call the platform in the name of a brand or of the group. */
@NullMarked
package dev.meridian.identity.clients;

import org.jspecify.annotations.NullMarked;
