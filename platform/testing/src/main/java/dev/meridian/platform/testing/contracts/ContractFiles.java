package dev.meridian.platform.testing.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The contracts at one time, by path below their folder.
 *
 * @param files content by path, with {@code /} between its parts
 */
record ContractFiles(Map<String, byte[]> files) {

    /** Where the contracts are, below the root of the project. */
    static final String FOLDER = "contracts/src/main/resources";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    ContractFiles {
        files = new TreeMap<>(files);
    }

    /** The files as they are in the working tree. */
    static ContractFiles inWorkingTree(Path projectRoot) {
        return below(projectRoot.resolve(FOLDER));
    }

    /** The files below a folder. */
    static ContractFiles below(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ContractFiles(files);
    }

    /** Paths of the files in the folder, sorted. */
    List<String> in(String folder) {
        return files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .toList();
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** The document at the path: YAML by its ending, JSON otherwise. */
    JsonNode read(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new IllegalArgumentException("There is no " + path);
        }
        return path.endsWith(".yaml") ? YAML.readTree(content) : JSON.readTree(content);
    }
}
