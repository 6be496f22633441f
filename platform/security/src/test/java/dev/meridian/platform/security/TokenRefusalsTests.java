package dev.meridian.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

class TokenRefusalsTests {

    private final AtomicReference<Problem> written = new AtomicReference<>();
    private final TokenRefusals refusals = new TokenRefusals((problem, request, response) -> written.set(problem));
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void keys_that_cannot_be_had_are_answered_as_worth_another_try() throws IOException {
        refusals.commence(request, response, new AuthenticationServiceException("no keys"));
        assertThat(written.get().type().status()).isEqualTo(503);
        assertThat(written.get().type().retryable()).isTrue();
        assertThat(response.getHeader("WWW-Authenticate")).isNull();
    }

    @Test
    void a_bad_token_is_not_worth_another_try() throws IOException {
        refusals.commence(request, response, new InvalidBearerTokenException("bad"));
        assertThat(written.get().type()).isEqualTo(StandardProblem.INVALID_TOKEN);
        assertThat(written.get().type().retryable()).isFalse();
    }
}
