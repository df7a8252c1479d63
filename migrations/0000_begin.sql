-- Why: the first shape. Every row of an instance is keyed by its process instance first, so that each hot statement
-- touches one instance; open things have partial indexes, so that history does not slow the present.

CREATE SCHEMA "millrace";
--> statement-breakpoint
CREATE SEQUENCE "millrace"."key_sequence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "millrace"."process_definition" (
	"key" bigint PRIMARY KEY NOT NULL,
	"process_id" text NOT NULL,
	"version" integer NOT NULL,
	"version_tag" text,
	"name" text,
	"resource_name" text NOT NULL,
	"xml" text NOT NULL,
	"checksum" text NOT NULL,
	"deployment_key" bigint NOT NULL,
	"deployed_at" timestamp (3) with time zone NOT NULL,
	"can_start" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "millrace"."start_subscription" (
	"key" bigint PRIMARY KEY NOT NULL,
	"definition_key" bigint NOT NULL,
	"process_id" text NOT NULL,
	"element_id" text NOT NULL,
	"kind" text NOT NULL,
	"message_name" text,
	"due_at" timestamp (3) with time zone,
	"cycle" text,
	"repetitions" integer,
	"opened_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "millrace"."element_instance" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"element_type" text NOT NULL,
	"scope_key" bigint,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "element_instance_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."incident" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"element_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"code" text NOT NULL,
	"message" text NOT NULL,
	"job_key" bigint,
	"retry" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	CONSTRAINT "incident_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."job" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"element_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"type" text NOT NULL,
	"state" text NOT NULL,
	"retries" integer NOT NULL,
	"headers" text NOT NULL,
	"scope_keys" bigint[] NOT NULL,
	"available_at" timestamp (3) with time zone,
	"worker" text,
	"deadline" timestamp (3) with time zone,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "job_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."journal" (
	"process_instance_key" bigint NOT NULL,
	"revision" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"command" text NOT NULL,
	"events" text NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "journal_process_instance_key_revision_pk" PRIMARY KEY("process_instance_key","revision")
);
--> statement-breakpoint
CREATE TABLE "millrace"."process_instance" (
	"key" bigint PRIMARY KEY NOT NULL,
	"definition_key" bigint NOT NULL,
	"process_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"incident_count" integer NOT NULL,
	"revision" integer NOT NULL,
	"key_count" integer NOT NULL,
	"journal_hash" "bytea" NOT NULL,
	"tags" text[] NOT NULL,
	"business_id" text,
	"start_correlation_key" text
);
--> statement-breakpoint
CREATE TABLE "millrace"."subscription" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"element_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"kind" text NOT NULL,
	"message_name" text,
	"correlation_key" text,
	"due_at" timestamp (3) with time zone,
	"cycle" text,
	"repetitions" integer,
	"state" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "subscription_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."token" (
	"process_instance_key" bigint NOT NULL,
	"scope_key" bigint NOT NULL,
	"flow_id" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "token_process_instance_key_scope_key_flow_id_pk" PRIMARY KEY("process_instance_key","scope_key","flow_id")
);
--> statement-breakpoint
CREATE TABLE "millrace"."user_task" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"element_key" bigint NOT NULL,
	"element_id" text NOT NULL,
	"name" text,
	"state" text NOT NULL,
	"assignee" text,
	"candidate_groups" text[] NOT NULL,
	"candidate_users" text[] NOT NULL,
	"due_date" timestamp (3) with time zone,
	"follow_up_date" timestamp (3) with time zone,
	"priority" integer NOT NULL,
	"external_form_reference" text,
	"headers" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "user_task_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."variable" (
	"process_instance_key" bigint NOT NULL,
	"key" bigint NOT NULL,
	"scope_key" bigint NOT NULL,
	"name" text NOT NULL,
	"value" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "variable_process_instance_key_key_pk" PRIMARY KEY("process_instance_key","key")
);
--> statement-breakpoint
CREATE TABLE "millrace"."message" (
	"key" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"correlation_key" text NOT NULL,
	"message_id" text,
	"variables" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "millrace"."message_correlation" (
	"message_key" bigint NOT NULL,
	"process_id" text NOT NULL,
	"process_instance_key" bigint NOT NULL,
	CONSTRAINT "message_correlation_message_key_process_id_pk" PRIMARY KEY("message_key","process_id")
);
--> statement-breakpoint
CREATE TABLE "millrace"."outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "millrace"."outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"process_instance_key" bigint NOT NULL,
	"definition_key" bigint,
	"actor" text NOT NULL,
	"command" text NOT NULL,
	"subscription_key" bigint,
	"message_key" bigint,
	"start_correlation_key" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"defect" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "process_definition_process_id_version_index" ON "millrace"."process_definition" USING btree ("process_id","version");--> statement-breakpoint
CREATE INDEX "start_subscription_process_id_index" ON "millrace"."start_subscription" USING btree ("process_id");--> statement-breakpoint
CREATE INDEX "start_subscription_message_name_index" ON "millrace"."start_subscription" USING btree ("message_name");--> statement-breakpoint
CREATE INDEX "element_instance_live" ON "millrace"."element_instance" USING btree ("process_instance_key") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "incident_open" ON "millrace"."incident" USING btree ("created_at","key") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "incident_of_instance" ON "millrace"."incident" USING btree ("process_instance_key") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "job_available" ON "millrace"."job" USING btree ("type","available_at") WHERE available_at is not null;--> statement-breakpoint
CREATE INDEX "job_open" ON "millrace"."job" USING btree ("process_instance_key") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "process_instance_process_id_key_index" ON "millrace"."process_instance" USING btree ("process_id","key");--> statement-breakpoint
CREATE INDEX "process_instance_definition_key_state_index" ON "millrace"."process_instance" USING btree ("definition_key","state");--> statement-breakpoint
CREATE INDEX "process_instance_active" ON "millrace"."process_instance" USING btree ("key") WHERE state = 'ACTIVE';--> statement-breakpoint
CREATE INDEX "process_instance_start_correlation" ON "millrace"."process_instance" USING btree ("start_correlation_key","process_id") WHERE state = 'ACTIVE' and start_correlation_key is not null;--> statement-breakpoint
CREATE INDEX "subscription_open" ON "millrace"."subscription" USING btree ("process_instance_key") WHERE state = 'OPEN';--> statement-breakpoint
CREATE INDEX "subscription_message" ON "millrace"."subscription" USING btree ("message_name","correlation_key","key") WHERE state = 'OPEN' and kind = 'message';--> statement-breakpoint
CREATE INDEX "subscription_timer" ON "millrace"."subscription" USING btree ("due_at") WHERE state = 'OPEN' and kind = 'timer';--> statement-breakpoint
CREATE INDEX "user_task_inbox" ON "millrace"."user_task" USING btree ("assignee","created_at","key") WHERE state = 'CREATED';--> statement-breakpoint
CREATE INDEX "user_task_open" ON "millrace"."user_task" USING btree ("created_at","key") WHERE state = 'CREATED';--> statement-breakpoint
CREATE INDEX "message_name_correlation_key_key_index" ON "millrace"."message" USING btree ("name","correlation_key","key");--> statement-breakpoint
CREATE INDEX "message_expires_at_index" ON "millrace"."message" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "message_once" ON "millrace"."message" USING btree ("name","correlation_key","message_id") WHERE message_id is not null;--> statement-breakpoint
CREATE INDEX "outbox_process_instance_key_index" ON "millrace"."outbox" USING btree ("process_instance_key");--> statement-breakpoint
CREATE INDEX "outbox_start_correlation_key_index" ON "millrace"."outbox" USING btree ("start_correlation_key");