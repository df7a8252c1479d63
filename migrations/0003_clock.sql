-- Why: a test sets the time of all nodes at once and it outlives them; an overdue timer whose command kills its process
-- is put aside after some tries; the next start timer is found by an index.

CREATE TABLE "millrace"."clock" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"pinned_at" timestamp (3) with time zone,
	CONSTRAINT "clock_only" CHECK ("millrace"."clock"."is_only")
);
--> statement-breakpoint
CREATE TABLE "millrace"."timer_attempt" (
	"process_instance_key" bigint NOT NULL,
	"subscription_key" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"defect" text,
	CONSTRAINT "timer_attempt_process_instance_key_subscription_key_pk" PRIMARY KEY("process_instance_key","subscription_key")
);
--> statement-breakpoint
CREATE INDEX "start_subscription_timer" ON "millrace"."start_subscription" USING btree ("due_at") WHERE kind = 'timer';
