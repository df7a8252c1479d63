import { type Construct, inGroup, type Row } from "./construct.ts";

const mappings = "Use input and output mappings.";

const dataRows: readonly Row[] = [
  { id: "dataObject", name: "data object", bpmn: "bpmn:DataObject", section: "10.4", instead: mappings },
  {
    id: "dataObjectReference",
    name: "data object reference",
    bpmn: "bpmn:DataObjectReference",
    section: "10.4",
    instead: mappings,
  },
  {
    id: "property",
    name: "property of a process or activity",
    bpmn: "bpmn:Property",
    section: "10.4",
    instead: mappings,
  },
  {
    id: "dataInputAssociation",
    name: "data input association",
    bpmn: "bpmn:DataInputAssociation",
    section: "10.4",
    instead: mappings,
  },
  {
    id: "dataOutputAssociation",
    name: "data output association",
    bpmn: "bpmn:DataOutputAssociation",
    section: "10.4",
    instead: mappings,
  },
  {
    id: "dataAssociation.assignment",
    name: "assignment of a data association",
    bpmn: "bpmn:Assignment",
    section: "10.4",
    instead: mappings,
  },
  {
    id: "dataAssociation.transformation",
    name: "transformation of a data association",
    bpmn: "bpmn:FormalExpression",
    section: "10.4",
    instead: mappings,
  },
  {
    id: "dataStoreReference",
    name: "data store",
    bpmn: "bpmn:DataStoreReference",
    section: "10.4",
    isDocumentation: true,
  },
  {
    id: "ioSpecification",
    name: "data inputs and outputs",
    bpmn: "bpmn:InputOutputSpecification",
    section: "10.4",
    instead: mappings,
  },
];

const drawn = (id: string, name: string, bpmn: string, section: string): Row => ({
  id,
  name,
  bpmn: `bpmn:${bpmn}`,
  section,
  isDocumentation: true,
});

const choreography = "Draw the processes of its participants; a choreography has no process of its own.";
const globalTask = "Draw the task in the process, or call a process.";

const drawingRows: readonly Row[] = [
  drawn("participant", "pool", "Participant", "9.3"),
  drawn("participantMultiplicity", "pool with several participants", "ParticipantMultiplicity", "9.3"),
  drawn("lane", "lane", "Lane", "10.8"),
  drawn("textAnnotation", "text annotation", "TextAnnotation", "8.4.1"),
  drawn("group", "group", "Group", "8.4.1"),
  drawn("association", "association", "Association", "8.4.1"),
  drawn("resourceRole", "performer, potential owner", "ResourceRole", "10.3.2"),
  drawn("conversation", "conversation", "ConversationNode", "9.5"),
  drawn("nonExecutableProcess", 'process with isExecutable="false" beside an executable one', "Process", "10.2"),
  ...[
    ["choreography", "choreography", "Choreography"],
    ["choreographyTask", "choreography task", "ChoreographyTask"],
    ["subChoreography", "sub-choreography", "SubChoreography"],
    ["callChoreography", "call choreography", "CallChoreography"],
  ].map(([id = "", name = "", bpmn = ""]) => ({ ...drawn(id, name, bpmn, "11"), instead: choreography })),
  { ...drawn("globalTask", "global task", "GlobalTask", "10.3.6"), instead: globalTask },
];

export const data: readonly Construct[] = [...dataRows.map(inGroup("data")), ...drawingRows.map(inGroup("drawing"))];
