package dev.meridian.identity.seed;

import dev.meridian.identity.brands.Brands;
import dev.meridian.identity.clients.ApiClients;
import dev.meridian.identity.clients.RegisterClient;
import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registers the brands and clients of a seed file where they are missing, at every start. What was changed since is left
 * as it is. The secrets of seeded clients come from the environment at every start and are never written down here.
 */
@Component
public class Seed implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(Seed.class);

    private final SeedFile file;
    private final Map<SignInName, ClientSecret> secrets;
    private final Brands brands;
    private final ApiClients clients;

    Seed(SeedProperties properties, Environment environment, JsonMapper json, Brands brands, ApiClients clients) {
        this.file = properties.file().isBlank() ? new SeedFile(List.of(), List.of()) : read(properties.file(), json);
        this.secrets = secrets(file, environment);
        this.brands = brands;
        this.clients = clients;
    }

    /** The secret the environment gives a seeded client's first sign-in name; empty for all others. */
    public Optional<ClientSecret> secretOf(SignInName name) {
        return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public void afterSingletonsInstantiated() {
        ActiveBrandScope.run(BrandScope.group(), this::addMissing);
    }

    private void addMissing() {
        for (SeedFile.SeedBrand brand : file.brands()) {
            brands.addMissing(new Brand(brand.key()), brand.name(), brand.channels());
        }
        for (SeedFile.SeedClient client : file.clients()) {
            clients.addMissing(new RegisterClient(
                    new ClientId(client.id()),
                    BrandScope.parse(client.brand()),
                    client.channel(),
                    Set.copyOf(client.scopes())));
        }
        LOG.atInfo()
                .addKeyValue("brands", file.brands().size())
                .addKeyValue("clients", file.clients().size())
                .log("Seed applied");
    }

    private static SeedFile read(String file, JsonMapper json) {
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return json.convertValue(tree == null ? Map.of() : tree, SeedFile.class);
        } catch (IOException e) {
            throw new IllegalStateException("The seed file cannot be read: " + file, e);
        }
    }

    private static Map<SignInName, ClientSecret> secrets(SeedFile file, Environment environment) {
        Map<SignInName, ClientSecret> secrets = new HashMap<>();
        for (SeedFile.SeedClient client : file.clients()) {
            String secret = environment.getProperty(client.secretFrom(), "");
            if (secret.isBlank()) {
                throw new IllegalStateException("The seed wants the secret of " + client.id() + " from "
                        + client.secretFrom() + ", which is not set");
            }
            secrets.put(new ClientId(client.id()).signInName(1), new ClientSecret(secret));
        }
        return Map.copyOf(secrets);
    }
}
