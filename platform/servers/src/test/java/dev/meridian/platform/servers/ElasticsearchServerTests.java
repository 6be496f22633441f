package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.file.Path;

class ElasticsearchServerTests extends ServerContract<ElasticsearchServer> {

    private final int port = Ports.free();
    private final int transportPort = Ports.free();

    @Override
    ElasticsearchServer create(Path state) {
        return new ElasticsearchServer(
                Checkout.distributions(), ServerHome.in(state, "elasticsearch"), port, transportPort, 512);
    }

    @Override
    void store(ElasticsearchServer server, String key, String value) {
        var answer = Checkout.send(Checkout.to(server.address().url() + "/kept/_doc/" + key + "?refresh=true")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"value\":\"" + value + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    @Override
    String read(ElasticsearchServer server, String key) {
        String url = server.address().url();
        // After a start the shards come up a moment after the node.
        assertThat(Checkout.send(Checkout.to(url + "/_cluster/health/kept?wait_for_status=yellow&timeout=20s"))
                        .statusCode())
                .isEqualTo(200);
        return Checkout.send(Checkout.to(url + "/kept/_doc/" + key))
                .body()
                .replaceAll(".*\"value\":\"([^\"]*)\".*", "$1");
    }
}
