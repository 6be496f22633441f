package dev.meridian.tag;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The tag center: segments of customers, exact in time. */
@SpringBootApplication
public class TagCenter {

    public static void main(String[] arguments) {
        SpringApplication.run(TagCenter.class, arguments);
    }
}
