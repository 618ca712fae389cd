package report

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// The parts of a document that do not depend on the report (Office Open XML, ECMA-376).
const (
	docxNamespace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	docxHead      = xml.Header + "<w:document " + docxNamespace + "><w:body>"
	docxTail      = docxUpright + `</w:body></w:document>`
	// A4 with margins of 2 cm, upright and on its side
	docxUpright = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>` + docxMargins + `</w:sectPr>`
	docxAcross  = `<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>` + docxMargins + `</w:sectPr>`
	docxMargins = `<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" ` +
		`w:footer="567" w:gutter="0"/>`
	docxTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ` +
		`ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	docxRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Target="word/document.xml" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>`
	docxDocumentRels = xml.Header +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Target="styles.xml" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"/></Relationships>`
)

// docxStyles are the styles by their usual names, so that a house's own template takes over.
func docxStyles() string {
	var b strings.Builder
	b.WriteString(xml.Header + "<w:styles " + docxNamespace + `><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/>` +
		`<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>` +
		`<w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>`)
	for level, size := range []int{36, 28, 24, 22} {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/>`+
			`<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>`+
			`<w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="%d"/></w:pPr>`+
			`<w:rPr><w:b/><w:sz w:val="%d"/></w:rPr></w:style>`, level+1, level+1, level, size)
	}
	for _, s := range []struct{ id, name, pPr string }{
		{"Quote", "Quote", `<w:ind w:left="567" w:right="567"/>`},
		{"ListParagraph", "List Paragraph", `<w:tabs><w:tab w:val="left" w:pos="425"/></w:tabs>` +
			`<w:ind w:left="425" w:hanging="425"/>`},
		{"ListContinue", "List Continue", `<w:ind w:left="425"/>`},
		{"TableText", "Table Text", `<w:spacing w:before="20" w:after="20"/>`},
	} {
		size := ""
		if s.id == "TableText" {
			size = `<w:rPr><w:sz w:val="16"/></w:rPr>` // 8 points, so that a table is a page and not five
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/>`+
			`<w:pPr>%s</w:pPr>%s</w:style>`, s.id, s.name, s.pPr, size)
	}
	b.WriteString(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="808080"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>` +
		"</w:tblCellMar></w:tblPr></w:style></w:styles>")
	return b.String()
}
