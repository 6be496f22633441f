package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OverviewTests extends GatewayTest {

    private static final String PATH = "/api/customers/{customerId}/overview";
    private static final String PROFILE =
            "{\"customerId\":\"" + CUSTOMER_ID + "\",\"attributes\":{\"city\":\"310000\"}}";
    private static final String MEMBERSHIPS = "{\"items\":[{\"memberId\":\"m-1\"}],\"nextCursor\":null}";
    private static final String SEGMENTS = "{\"items\":[{\"key\":\"big-spenders\"}],\"nextCursor\":null}";

    @BeforeEach
    void everybody_knows_the_customer() {
        CUSTOMER.answers(200, PROFILE);
        MEMBERSHIP.answers(200, MEMBERSHIPS);
        TAG.answers(200, SEGMENTS);
    }

    @Test
    void the_view_holds_what_every_center_said() {
        JsonNode view = overview().expect(200).json();

        assertThat(view.path("customerId").asString()).isEqualTo(CUSTOMER_ID);
        assertThat(view.at("/profile/attributes/city").asString()).isEqualTo("310000");
        assertThat(view.at("/memberships/0/memberId").asString()).isEqualTo("m-1");
        assertThat(view.at("/segments/0/key").asString()).isEqualTo("big-spenders");
        assertThat(view.path("degraded").isEmpty()).isTrue();
    }

    @Test
    void a_customer_sees_the_view_of_itself_without_segments_and_of_nobody_else() {
        String token = TestTokens.customer("aurora", UUID.fromString(CUSTOMER_ID), "customer:read", "member:read");

        JsonNode view =
                client().as(token).get(PATH, CUSTOMER_ID).send().expect(200).json();

        assertThat(view.at("/memberships/0/memberId").asString()).isEqualTo("m-1");
        assertThat(view.has("segments")).isFalse();
        assertThat(view.path("degraded").isEmpty()).isTrue();
        assertThat(TAG.seen()).isEmpty();
        client().as(token).get(PATH, UUID.randomUUID()).send().expectProblem(403, "other_customer");
        client().as(TestTokens.customer("aurora", UUID.fromString(CUSTOMER_ID)))
                .get(PATH, CUSTOMER_ID)
                .send()
                .expectProblem(403, "forbidden");
    }

    @Test
    void all_centers_are_asked_at_the_same_time() {
        // Each answers only when all three have been asked: asked one after the other, none ever would.
        CyclicBarrier allAsked = new CyclicBarrier(3);
        CUSTOMER.answers(after(allAsked, PROFILE));
        MEMBERSHIP.answers(after(allAsked, MEMBERSHIPS));
        TAG.answers(after(allAsked, SEGMENTS));

        JsonNode view = overview().expect(200).json();

        assertThat(view.path("degraded").isEmpty()).isTrue();
        assertThat(view.at("/segments/0/key").asString()).isEqualTo("big-spenders");
    }

    @Test
    void every_center_is_asked_in_the_callers_name() {
        String token = TestTokens.brand("aurora", "customer:read");
        client().as(token)
                .language("zh-CN")
                .get(PATH, CUSTOMER_ID)
                .header("X-Request-Id", "order-4711")
                .send()
                .expect(200);

        for (Backend center : new Backend[] {CUSTOMER, MEMBERSHIP, TAG}) {
            List<Backend.Seen> ours = center.seen().stream()
                    .filter(seen -> "order-4711".equals(seen.headers().getFirst("X-Request-Id")))
                    .toList();
            assertThat(ours).hasSize(1);
            Backend.Seen seen = ours.getFirst();
            assertThat(seen.headers().get("Authorization")).containsExactly("Bearer " + token);
            assertThat(seen.headers().getFirst("Accept-Language")).isEqualTo("zh-CN");
        }
    }

    @Test
    void a_center_that_is_down_is_named_and_the_rest_is_given() {
        TAG.goesDown();

        JsonNode view = overview().expect(200).json();

        assertThat(view.has("segments")).isFalse();
        assertThat(view.at("/memberships/0/memberId").asString()).isEqualTo("m-1");
        assertThat(view.path("degraded").toString())
                .isEqualTo("[{\"part\":\"segments\",\"center\":\"tag-center\",\"reason\":\"unavailable\"}]");
    }

    @Test
    void a_center_that_is_slow_is_not_waited_for() {
        CountDownLatch answered = new CountDownLatch(1);
        MEMBERSHIP.answers(exchange -> await(answered));
        long begun = System.nanoTime();

        JsonNode view = overview().expect(200).json();

        answered.countDown();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        assertThat(view.has("memberships")).isFalse();
        assertThat(view.at("/degraded/0/reason").asString()).isEqualTo("timeout");
        assertThat(view.at("/degraded/0/center").asString()).isEqualTo("membership-center");
    }

    @ParameterizedTest
    @CsvSource({"500, error", "403, error", "503, unavailable", "504, timeout"})
    void a_center_that_fails_is_named_with_the_reason(int status, String reason) {
        TAG.answers(status, "{}");
        MEMBERSHIP.answers(status, "{}");

        JsonNode view = overview().expect(200).json();

        assertThat(view.path("degraded").size()).isEqualTo(2);
        assertThat(view.at("/degraded/0/reason").asString()).isEqualTo(reason);
        assertThat(view.at("/degraded/1/reason").asString()).isEqualTo(reason);
    }

    @Test
    void an_answer_that_is_not_the_contracts_counts_as_an_error() {
        TAG.answers(200, "<html>");
        MEMBERSHIP.answers(200, "{\"rows\":[]}");

        JsonNode view = overview().expect(200).json();

        assertThat(view.at("/degraded/0/reason").asString()).isEqualTo("error");
        assertThat(view.at("/degraded/1/reason").asString()).isEqualTo("error");
    }

    @Test
    void a_center_that_has_not_heard_of_the_customer_yet_has_an_empty_list_of_them() {
        MEMBERSHIP.answers(404, PROBLEM);

        JsonNode view = overview().expect(200).json();

        assertThat(view.path("memberships").isArray()).isTrue();
        assertThat(view.path("memberships").isEmpty()).isTrue();
        assertThat(view.path("degraded").isEmpty()).isTrue();
    }

    @Test
    void an_unknown_customer_is_not_found_in_the_words_of_customer_center() {
        CUSTOMER.answers(404, PROBLEM);

        JsonNode problem = overview().expectProblem(404, "not_found").json();

        assertThat(problem.path("detail").asString()).isEqualTo("No such customer");
    }

    @Test
    void a_token_that_may_not_read_customers_is_refused_in_the_words_of_customer_center() {
        CUSTOMER.answers(403, PROBLEM.replace("404", "403").replace("not_found", "forbidden"));

        overview().expectProblem(403, "forbidden");
    }

    @Test
    void without_customer_center_there_is_no_view() {
        CUSTOMER.goesDown();
        overview().expectProblem(503, "capability_unavailable");

        CUSTOMER.reset();
        CUSTOMER.answers(500, "{}");
        overview().expectProblem(503, "capability_unavailable");
    }

    @Test
    void a_profile_that_takes_too_long_is_a_timeout() {
        CountDownLatch answered = new CountDownLatch(1);
        CUSTOMER.answers(exchange -> await(answered));

        ApiResponse answer = overview();

        answered.countDown();
        answer.expectProblem(504, "timeout");
    }

    @Test
    void a_stranger_sees_nothing() {
        stranger().unchecked().get(PATH, CUSTOMER_ID).send().expectProblem(401, "unauthenticated");

        assertThat(CUSTOMER.seen()).isEmpty();
    }

    private ApiClient client() {
        return stranger().as(TestTokens.brand("aurora", "customer:read", "member:read", "segment:read"));
    }

    private ApiResponse overview() {
        return client().get(PATH, CUSTOMER_ID).send();
    }

    private static HttpHandler after(CyclicBarrier barrier, String body) {
        return exchange -> {
            try {
                barrier.await(1, TimeUnit.SECONDS);
            } catch (BrokenBarrierException | TimeoutException e) {
                throw new IOException("The others were not asked meanwhile", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Backend.json(200, body).handle(exchange);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
