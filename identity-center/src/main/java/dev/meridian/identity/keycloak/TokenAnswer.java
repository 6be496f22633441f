package dev.meridian.identity.keycloak;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What Keycloak answers who signs in.
 *
 * @param accessToken the token
 * @param expiresIn for how many seconds it is good
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TokenAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("expires_in") long expiresIn) {

    @Override
    public String toString() {
        return "***";
    }
}
