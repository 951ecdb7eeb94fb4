package dev.slipway.notification.adapter;

import java.time.Clock;

import dev.slipway.access.Vault;
import dev.slipway.api.AllowedAddresses;
import dev.slipway.flow.Flows;
import dev.slipway.notification.ChannelStore;
import dev.slipway.notification.DeliveryKind;
import dev.slipway.notification.DeliveryStore;
import dev.slipway.notification.Notifications;
import dev.slipway.notification.Sender;
import dev.slipway.rollout.ReleaseListener;
import dev.slipway.rollout.ReleaseStore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires notifications. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationSettings.class)
class NotificationConfiguration {

	@Bean
	JdbcChannelStore notificationChannels(JdbcClient jdbc, Vault vault) {
		return new JdbcChannelStore(jdbc, vault);
	}

	@Bean
	Housekeeping notificationHousekeeping(JdbcChannelStore channels, JdbcClient jdbc,
			PlatformTransactionManager transactions, NotificationSettings settings, ObjectProvider<Clock> clock) {
		return new Housekeeping(channels, new OldDeliveries(jdbc, new TransactionTemplate(transactions)), settings,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	DeliveryStore notificationDeliveries(JdbcClient jdbc, PlatformTransactionManager transactions) {
		return new JdbcDeliveryStore(jdbc, new TransactionTemplate(transactions));
	}

	@Bean(destroyMethod = "close")
	HttpSender notificationSender(NotificationSettings settings,
			@Value("${slipway.url:http://localhost:8080}") String url, ObjectProvider<Clock> clock) {
		return new HttpSender(new AllowedAddresses(settings.allowed(), "slipway.notifications.allowed", true),
				new Bodies(url), settings.timeout(), clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	DeliveryKind notificationKind(DeliveryStore deliveries, ChannelStore channels, Sender sender, Flows flows,
			NotificationSettings settings) {
		return new DeliveryKind(deliveries, channels, sender, flows, settings.retries());
	}

	@Bean
	Notifications notifications(ChannelStore channels, DeliveryStore deliveries, Sender sender, Flows flows,
			DeliveryKind kind, ObjectProvider<Clock> clock) {
		return new Notifications(channels, deliveries, sender, flows, kind, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	ReleaseListener releaseNotices(ReleaseStore releases, ObjectProvider<Notifications> notifications) {
		return new ReleaseNotices(releases, notifications);
	}

	@Bean
	OtherNotices otherNotices(ObjectProvider<Notifications> notifications) {
		return new OtherNotices(notifications);
	}

}
