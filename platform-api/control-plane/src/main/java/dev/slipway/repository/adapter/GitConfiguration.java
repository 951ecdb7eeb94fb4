package dev.slipway.repository.adapter;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;

import dev.slipway.repository.GitAuthority;
import dev.slipway.repository.PushJournal;
import dev.slipway.repository.PushListener;
import dev.slipway.repository.Pushes;
import dev.slipway.repository.Repositories;
import org.eclipse.jgit.http.server.GitServlet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** Wires the repositories. */
@Configuration(proxyBeanMethods = false)
class GitConfiguration {

	@Bean
	GitRepositories repositories(@Value("${slipway.state:.slipway}") Path state,
			@Value("${slipway.url:http://localhost:8080}") URI url, ObjectProvider<Clock> clock) {
		return new GitRepositories(state.resolve("git").toAbsolutePath(), url, clock(clock));
	}

	/** The first repository need not wait for the classes of JGit. */
	@Bean
	ApplicationListener<ApplicationReadyEvent> gitReadAhead() {
		return (ready) -> {
			Thread thread = new Thread(GitRepositories::readAhead, "slipway-git");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.start();
		};
	}

	@Bean
	PushJournal pushJournal(JdbcClient jdbc) {
		return new JdbcPushJournal(jdbc);
	}

	@Bean
	Pushes pushes(PushJournal journal, Repositories repositories, ObjectProvider<PushListener> listeners) {
		return new Pushes(journal, repositories, () -> listeners.orderedStream().toList(),
				Executors.newSingleThreadScheduledExecutor((work) -> {
					Thread thread = new Thread(work, "slipway-pushes");
					thread.setDaemon(true);
					return thread;
				}));
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> untoldPushes(Pushes pushes) {
		return (ready) -> pushes.resume();
	}

	@Bean
	ServletRegistrationBean<GitServlet> gitServlet(GitRepositories repositories, Pushes pushes,
			@Value("${slipway.git.max-push:64MB}") DataSize maxPush,
			@Value("${slipway.url:http://localhost:8080}") URI url, ObjectProvider<Clock> clock) {
		GitHttp http = new GitHttp(repositories, pushes, maxPush, url, clock(clock));
		return new ServletRegistrationBean<>(http.servlet(), "/git/*");
	}

	@Bean
	FilterRegistrationBean<GitGate> gitGate(GitAuthority authority, Environment environment) {
		boolean loopback = loopback(environment.getProperty("server.address", ""));
		boolean anonymousRead = environment.getProperty("slipway.git.anonymous-read", Boolean.class, loopback);
		FilterRegistrationBean<GitGate> registration = new FilterRegistrationBean<>(
				new GitGate(authority, anonymousRead));
		registration.addUrlPatterns("/git/*");
		return registration;
	}

	private static boolean loopback(String address) {
		try {
			return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static Clock clock(ObjectProvider<Clock> clock) {
		return clock.getIfUnique(Clock::systemUTC);
	}

}
