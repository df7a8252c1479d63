-- Why: decisions are deployed beside processes, and every decision that is made is kept with its inputs, the rules that
-- matched and what it gave. These rows belong to process instances, so they age out with them; pages ask for the newest
-- ones, of all decisions or of one.

CREATE TABLE "millrace"."decision_definition" (
	"key" bigint PRIMARY KEY NOT NULL,
	"decision_id" text NOT NULL,
	"version" integer NOT NULL,
	"version_tag" text,
	"name" text NOT NULL,
	"requirements_key" bigint NOT NULL,
	"deployment_key" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "millrace"."decision_instance" (
	"process_instance_key" bigint NOT NULL,
	"evaluation_key" bigint NOT NULL,
	"index" integer NOT NULL,
	"decision_key" bigint NOT NULL,
	"decision_id" text NOT NULL,
	"decision_name" text NOT NULL,
	"decision_type" text NOT NULL,
	"version" integer NOT NULL,
	"requirements_key" bigint NOT NULL,
	"root_decision_key" bigint NOT NULL,
	"process_definition_key" bigint,
	"element_key" bigint,
	"state" text NOT NULL,
	"failure" text,
	"evaluated_at" timestamp (3) with time zone NOT NULL,
	"inputs" text NOT NULL,
	"matched_rules" text NOT NULL,
	"output" text NOT NULL,
	CONSTRAINT "decision_instance_pk" PRIMARY KEY("process_instance_key","evaluation_key","index")
);
--> statement-breakpoint
CREATE TABLE "millrace"."decision_requirements" (
	"key" bigint PRIMARY KEY NOT NULL,
	"requirements_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"resource_name" text NOT NULL,
	"xml" text NOT NULL,
	"checksum" text NOT NULL,
	"deployment_key" bigint NOT NULL,
	"deployed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "decision_definition_decision_id_version_index" ON "millrace"."decision_definition" USING btree ("decision_id","version");--> statement-breakpoint
CREATE INDEX "decision_definition_requirements_key_index" ON "millrace"."decision_definition" USING btree ("requirements_key");--> statement-breakpoint
CREATE INDEX "decision_definition_deployment_key_decision_id_index" ON "millrace"."decision_definition" USING btree ("deployment_key","decision_id");--> statement-breakpoint
CREATE INDEX "decision_instance_newest" ON "millrace"."decision_instance" USING btree ("evaluated_at");--> statement-breakpoint
CREATE INDEX "decision_instance_of_id" ON "millrace"."decision_instance" USING btree ("decision_id","evaluated_at");--> statement-breakpoint
CREATE INDEX "decision_instance_of_key" ON "millrace"."decision_instance" USING btree ("decision_key","evaluated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "decision_requirements_requirements_id_version_index" ON "millrace"."decision_requirements" USING btree ("requirements_id","version");--> statement-breakpoint
CREATE INDEX "decision_requirements_deployment_key_index" ON "millrace"."decision_requirements" USING btree ("deployment_key");