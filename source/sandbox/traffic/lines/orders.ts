import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import type {Level} from '../fleet.js';
import {javaTime} from '../times.js';
import {amount, orderId} from './people.js';

/** Logback's usual layout. */
export const logback = (timeMs: number, level: Level, thread: string, logger: string, message: string): Written => ({
	level,
	line: `${javaTime(timeMs)} [${thread}] ${level.toUpperCase().padEnd(5)} com.acme.orders.${logger} - ${message}`,
});

const consumer = (random: Random): string => `orders-consumer-${random.int(0, 3)}-C-1`;

export const placedLine = (random: Random, timeMs: number, order: string): Written =>
	logback(timeMs, 'info', consumer(random), 'OrderProjector', `order ${order} placed, ${random.int(1, 6)} items, total ${amount(random)} EUR`);

export const releasedLine = (random: Random, timeMs: number, order: string): Written =>
	logback(timeMs, 'warn', consumer(random), 'OrderProjector', `order ${order} released: payment not captured in time`);

export const ordersChore = (random: Random, timeMs: number): Written => random.chance(0.5)
	? logback(timeMs, 'info', 'scheduling-1', 'OutboxRelay', `relayed ${random.int(1, 20)} events to topic orders.v2 in ${random.durationMs(14)} ms`)
	: logback(timeMs, 'info', 'scheduling-1', 'Subscriptions', `renewal of order ${orderId(random)} requested, attempt 1`);

export const ordersTrouble = (random: Random, timeMs: number): Written => {
	if (random.chance(0.4)) {
		return logback(timeMs, 'error', consumer(random), 'EventReader', `event skipped, schema ${random.int(3, 9)} of topic carts.v1 is not known`);
	}

	const order = orderId(random);
	const {level, line} = logback(timeMs, 'error', consumer(random), 'OrderProjector', `order ${order} not updated`);
	return {
		level,
		line: [
			line,
			`org.springframework.orm.ObjectOptimisticLockingFailureException: Object of class [com.acme.orders.Order] with identifier [${order}]: optimistic locking failed`,
			'\tat org.springframework.orm.jpa.EntityManagerFactoryUtils.convertJpaAccessExceptionIfPossible(EntityManagerFactoryUtils.java:325)',
			'\tat org.springframework.orm.jpa.vendor.HibernateJpaDialect.translateExceptionIfPossible(HibernateJpaDialect.java:244)',
			'\tat com.acme.orders.OrderProjector.apply(OrderProjector.java:131)',
			'\tat com.acme.orders.OrderProjector.onEvent(OrderProjector.java:64)',
			'\tat org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer.doInvokeRecordListener(KafkaMessageListenerContainer.java:2933)',
			`Caused by: org.hibernate.StaleObjectStateException: Row was already updated or deleted by another transaction for entity [com.acme.orders.Order with id '${order}']`,
			'\tat org.hibernate.event.internal.DefaultFlushEntityEventListener.checkVersion(DefaultFlushEntityEventListener.java:181)',
			'\t... 12 more',
		].join('\n'),
	};
};
