-- Why: processes call each other, repeat and undo activities, and wait for signals and conditions. What repeats and what
-- can be undone have tables of their own, with a row for each item, so that one more of ten thousand costs one more row;
-- for the same reason a scope's variables are found by an index. Instances that are there already were called by nobody:
-- each is its own root. They wait for the only trigger of each event, and their jobs are for elements.

CREATE TABLE "millrace"."compensation" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"position" bigint NOT NULL,
	"scope_key" bigint NOT NULL,
	"element_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"element_type" text NOT NULL,
	"variables" text NOT NULL,
	"called" text,
	"thrower_key" bigint,
	"handler_key" bigint,
	CONSTRAINT "compensation_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."loop" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"count" integer,
	"items" text,
	"output_name" text,
	"started" integer NOT NULL,
	"completed" integer NOT NULL,
	"terminated" integer NOT NULL,
	CONSTRAINT "loop_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."loop_output" (
	"process_instance_key" bigint NOT NULL,
	"element_key" bigint NOT NULL,
	"index" integer NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "loop_output_process_instance_key_element_key_index_pk" PRIMARY KEY("process_instance_key","element_key","index")
);
--> statement-breakpoint
ALTER TABLE "millrace"."start_subscription" ADD COLUMN "trigger_index" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "millrace"."start_subscription" ADD COLUMN "signal_name" text;--> statement-breakpoint
ALTER TABLE "millrace"."element_instance" ADD COLUMN "loop_index" integer;--> statement-breakpoint
ALTER TABLE "millrace"."element_instance" ADD COLUMN "progress" text;--> statement-breakpoint
ALTER TABLE "millrace"."job" ADD COLUMN "kind" text DEFAULT 'BPMN_ELEMENT' NOT NULL;--> statement-breakpoint
ALTER TABLE "millrace"."job" ADD COLUMN "listener_event" text;--> statement-breakpoint
ALTER TABLE "millrace"."process_instance" ADD COLUMN "caller_key" bigint;--> statement-breakpoint
ALTER TABLE "millrace"."process_instance" ADD COLUMN "parent_key" bigint;--> statement-breakpoint
ALTER TABLE "millrace"."process_instance" ADD COLUMN "root_key" bigint;--> statement-breakpoint
UPDATE "millrace"."process_instance" SET "root_key" = "key";--> statement-breakpoint
ALTER TABLE "millrace"."process_instance" ALTER COLUMN "root_key" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "millrace"."process_instance" ADD COLUMN "call_depth" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "millrace"."subscription" ADD COLUMN "trigger_index" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "millrace"."subscription" ADD COLUMN "signal_name" text;--> statement-breakpoint
ALTER TABLE "millrace"."subscription" ADD COLUMN "is_true" boolean;--> statement-breakpoint
ALTER TABLE "millrace"."user_task" ADD COLUMN "transition" text;--> statement-breakpoint
ALTER TABLE "millrace"."outbox" ADD COLUMN "caller_key" bigint;--> statement-breakpoint
CREATE INDEX "process_definition_deployment_key_index" ON "millrace"."process_definition" USING btree ("deployment_key");--> statement-breakpoint
CREATE INDEX "start_subscription_signal_name_index" ON "millrace"."start_subscription" USING btree ("signal_name");--> statement-breakpoint
CREATE INDEX "process_instance_caller" ON "millrace"."process_instance" USING btree ("caller_key") WHERE caller_key is not null;--> statement-breakpoint
CREATE INDEX "process_instance_parent" ON "millrace"."process_instance" USING btree ("parent_key") WHERE parent_key is not null;--> statement-breakpoint
CREATE INDEX "process_instance_root_key_index" ON "millrace"."process_instance" USING btree ("root_key");--> statement-breakpoint
CREATE INDEX "subscription_signal" ON "millrace"."subscription" USING btree ("signal_name","key") WHERE state = 'OPEN' and kind = 'signal';--> statement-breakpoint
CREATE INDEX "variable_of_scope" ON "millrace"."variable" USING btree ("process_instance_key","scope_key");