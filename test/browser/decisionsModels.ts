/** A graph of three decisions, drawn, and a process that asks for it. */

const rule = (id: string, entries: readonly string[], outputs: readonly string[], description = "") =>
  `<rule id="${id}">${description && `<description>${description}</description>`}${cells("inputEntry", entries)}${cells("outputEntry", outputs)}</rule>`;

const cells = (name: string, texts: readonly string[]) =>
  texts
    .map((text) => `<${name}><text>${text.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</text></${name}>`)
    .join("");

const input = (label: string, expression: string, type: string, values = "") =>
  `<input label="${label}"><inputExpression typeRef="${type}"><text>${expression}</text></inputExpression>${values && `<inputValues><text>${values}</text></inputValues>`}</input>`;

const requires = (kind: "Decision" | "Input", id: string) =>
  `<informationRequirement><required${kind} href="#${id}" /></informationRequirement>`;

const shape = (id: string, x: number, y: number) =>
  `<dmndi:DMNShape dmnElementRef="${id}"><dc:Bounds height="80" width="180" x="${x}" y="${y}" /></dmndi:DMNShape>`;

/** Whether somebody gets a loan, at which interest; nobody older than 60 who is employed has one risk class alone. */
export const lending = (): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="lending" name="Lending" namespace="http://example.org/lending">
  <decision id="offer" name="Offer to the applicant">
    ${requires("Decision", "riskClass")}${requires("Decision", "rate")}
    <decisionTable id="offerTable" hitPolicy="FIRST">
      ${input("Risk class", "riskClass", "string")}
      ${input("Amount", "amount", "number")}
      <output name="answer" typeRef="string" /><output name="interest" typeRef="number" />
      ${rule("rule1", ['"low","medium"', "<= 5000"], ['"granted"', "rate"], "Small sums are given to everybody who pays back")}
      ${rule("rule2", ['"low"', "]5000..50000]"], ['"granted"', "rate + 0.5"])}
      ${rule("rule3", ['"medium"', "]5000..50000]"], ['"to a person"', "rate + 2.25"])}
      ${rule("rule4", ["-", "-"], ['"refused"', "null"])}
    </decisionTable>
  </decision>
  <decision id="riskClass" name="Risk class">
    <decisionTable id="riskTable" hitPolicy="UNIQUE">
      ${input("Age", "applicant.age", "number")}
      ${input("Employment", "applicant.employment", "string", '"employed","self-employed","none"')}
      <output name="riskClass" typeRef="string" />
      ${rule("low", [">= 25", '"employed"'], ['"low"'])}
      ${rule("medium", [">= 25", '"self-employed"'], ['"medium"'])}
      ${rule("high", ["> 60", '"employed"'], ['"high"'])}
    </decisionTable>
  </decision>
  <decision id="rate" name="Base rate">
    <variable id="rateVariable" name="rate" typeRef="number" />
    <literalExpression id="rateText"><text>if month of year(today()) = "Never" then 9 else 4.25</text></literalExpression>
  </decision>
  <dmndi:DMNDI><dmndi:DMNDiagram>${shape("offer", 300, 80)}${shape("riskClass", 160, 240)}${shape("rate", 460, 240)}</dmndi:DMNDiagram></dmndi:DMNDI>
</definitions>`;

/** Asks for the offer, then waits for a person. */
export const loan = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="loan" name="Loan" isExecutable="true">
    <bpmn:startEvent id="begin"><bpmn:outgoing>in</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="in" sourceRef="begin" targetRef="decide" />
    <bpmn:businessRuleTask id="decide" name="Decide"><bpmn:extensionElements><zeebe:calledDecision decisionId="offer" resultVariable="offer" /></bpmn:extensionElements><bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing></bpmn:businessRuleTask>
    <bpmn:sequenceFlow id="out" sourceRef="decide" targetRef="sign" />
    <bpmn:userTask id="sign" name="Sign"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements><bpmn:incoming>out</bpmn:incoming></bpmn:userTask>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="loan">
    <bpmndi:BPMNShape id="begin_di" bpmnElement="begin"><dc:Bounds x="160" y="102" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="decide_di" bpmnElement="decide"><dc:Bounds x="250" y="80" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="sign_di" bpmnElement="sign"><dc:Bounds x="402" y="80" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
