package dev.meridian.identity.names;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Gives out the ids that clients sign in with. An id belongs to the client that had it first, for good. */
@Repository
public class ClientNames {

    private static final String CUSTOMERS = "customers";
    private static final String PLATFORM = "platform";

    private final JdbcClient jdbc;

    ClientNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes the id for the app of a brand's channel; false when a back end has it. */
    public boolean takeForApp(String clientId, Brand brand) {
        return take(clientId, brand.key(), CUSTOMERS);
    }

    /** Takes the id for a back end; false when an app has it, or a back end of another scope. */
    public boolean takeForBackEnd(String clientId, BrandScope acts) {
        return take(clientId, acts.databaseValue(), PLATFORM);
    }

    private boolean take(String clientId, String brand, String realm) {
        int taken = jdbc.sql("""
            insert into client_name (client_id, brand, realm)
            values (:id, :brand, :realm)
            on conflict (client_id) do nothing
            """)
                .param("id", clientId)
                .param("brand", brand)
                .param("realm", realm)
                .update();
        return taken == 1
                || jdbc.sql("""
                    select exists (select from client_name where client_id = :id and brand = :brand and realm = :realm)
                    """)
                        .param("id", clientId)
                        .param("brand", brand)
                        .param("realm", realm)
                        .query(Boolean.class)
                        .single();
    }
}
