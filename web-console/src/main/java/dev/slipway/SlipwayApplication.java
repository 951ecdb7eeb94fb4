package dev.slipway;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The platform in one JVM. */
@SpringBootApplication
public class SlipwayApplication {

	public static void main(String[] args) {
		SpringApplication.run(SlipwayApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

}
