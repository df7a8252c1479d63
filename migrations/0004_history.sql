-- Why: history ages out and does not slow the present. Instances are counted when they change, so that nobody counts
-- millions of them for a page; policies say how long they are kept; keys of the outbox name the instance, as all keys of
-- instances' rows do, so that they can be spread by it. Jobs have a priority, and those that wait or are at work leave the
-- index from which workers take. The inbox sorts by due date.

CREATE TABLE "millrace"."retention_policy" (
	"process_id" text PRIMARY KEY NOT NULL,
	"days" integer
);
--> statement-breakpoint
CREATE TABLE "millrace"."statistic" (
	"definition_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"is_body" boolean NOT NULL,
	"active" bigint NOT NULL,
	"completed" bigint NOT NULL,
	"terminated" bigint NOT NULL,
	CONSTRAINT "statistic_definition_key_element_id_is_body_pk" PRIMARY KEY("definition_key","element_id","is_body")
);
--> statement-breakpoint
CREATE TABLE "millrace"."statistic_change" (
	"definition_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"is_body" boolean NOT NULL,
	"active" bigint NOT NULL,
	"completed" bigint NOT NULL,
	"terminated" bigint NOT NULL
);
--> statement-breakpoint
DROP INDEX "millrace"."job_available";--> statement-breakpoint
DROP INDEX "millrace"."process_instance_definition_key_state_index";--> statement-breakpoint
DROP INDEX "millrace"."outbox_process_instance_key_index";--> statement-breakpoint
ALTER TABLE "millrace"."outbox" DROP CONSTRAINT "outbox_pkey";--> statement-breakpoint
ALTER TABLE "millrace"."outbox" ADD CONSTRAINT "outbox_process_instance_key_id_pk" PRIMARY KEY("process_instance_key","id");--> statement-breakpoint
ALTER TABLE "millrace"."job" ADD COLUMN "priority" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "job_ready" ON "millrace"."job" USING btree ("type","priority" DESC NULLS FIRST,"created_at","key") WHERE available_at <= updated_at;--> statement-breakpoint
CREATE INDEX "job_waiting" ON "millrace"."job" USING btree ("type","available_at") WHERE available_at > updated_at;--> statement-breakpoint
CREATE INDEX "user_task_due" ON "millrace"."user_task" USING btree ("due_date","created_at" DESC NULLS FIRST,"key") WHERE state = 'CREATED';--> statement-breakpoint
CREATE INDEX "outbox_id" ON "millrace"."outbox" USING btree ("id");--> statement-breakpoint
INSERT INTO "millrace"."statistic"
	SELECT i.definition_key, CASE WHEN e.scope_key IS NULL THEN '' ELSE e.element_id END, e.element_type = 'MULTI_INSTANCE_BODY',
	       count(*) FILTER (WHERE e.state = 'ACTIVE'), count(*) FILTER (WHERE e.state = 'COMPLETED'),
	       count(*) FILTER (WHERE e.state = 'TERMINATED')
	FROM "millrace"."element_instance" e JOIN "millrace"."process_instance" i ON i.key = e.process_instance_key
	WHERE e.element_type <> 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' GROUP BY 1, 2, 3;
