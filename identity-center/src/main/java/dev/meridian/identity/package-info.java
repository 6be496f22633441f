/** identity-center: brands, channels and API clients as data, and Keycloak kept in step with them. */
@NullMarked
package dev.meridian.identity;

import org.jspecify.annotations.NullMarked;
