/* test_layer.c: rows of other data sets: which file is which, what is read out of a row, and no byte lost. */
#include "read/layer.h"
#include "test.h"

static msd_error err;

static msdx_layer_reader *reader(const char *form, const char *bytes)
{
    msdx_layer_reader *r = NULL;
    CHECK_INT(msdx_layer_reader_new(&r, form, msdx_str_of(bytes), &err), MSD_OK);
    return r;
}

#define CHECK_PART(part, want) CHECK((part).n == strlen(want) && memcmp((part).p, want, (part).n) == 0)

/* Head and rows are the file; gives how many were refused. */
static int whole(const char *form, const char *bytes, int n_row, int n_stray)
{
    msdx_layer_reader *r = reader(form, bytes);
    msdx_layer_item item;
    size_t n = r ? msdx_layer_reader_head(r).n : 0;
    int rows = 0, stray = 0, refused = 0;
    for (; r;) {
        msd_status st = msdx_layer_reader_next(r, &item, &err);
        if (!item.raw.n) break;
        CHECK(item.raw.p == bytes + n);
        n += item.raw.n;
        refused += st != MSD_OK;
        rows += st == MSD_OK && !item.row.stray;
        stray += st == MSD_OK && item.row.stray;
    }
    CHECK_INT(n, strlen(bytes));
    CHECK_INT(rows, n_row);
    CHECK_INT(stray, n_stray);
    msdx_layer_reader_free(r);
    return refused;
}

static const char acled[] =
    "\xEF\xBB\xBF,actor1,actor2,country,data_id,event_date,event_type,latitude,location,longitude,notes\n"
    "0,Rioters (Zedland),,Zedland,17,2016-07-02,Riots,-15.5,Zedtown,28.25,\"They marched,\nthen \"\"ran\"\".\"\r\n"
    "1,Army,Rebels,Zedland,18,02 July 2016,Battle,,Zedtown,,none\n"
    "2,Army,Rebels,Zedland,19,yesterday,Battle,,Zedtown,,none\n"
    "3,Army,Rebels,Zedland\n";

static void test_layer__acled(void)
{
    msdx_layer_item item;
    CHECK_STR(msdx_layer_guess(msdx_str_of(acled)), "acled");
    msdx_layer_reader *r = reader("acled", acled);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_INT(item.line, 2);
    CHECK_PART(item.row.number, "17");
    CHECK_PART(item.row.actor, "Rioters (Zedland)");
    CHECK_INT(item.row.recipient.n, 0);
    CHECK_STR(item.row.day, "2016-07-02");
    CHECK(item.row.has_point && item.row.latitude == -15.5 && item.row.longitude == 28.25);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_INT(item.line, 4);
    CHECK_STR(item.row.day, "2016-07-02");
    CHECK(!item.row.has_point);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_INT(item.line, 5);
    CHECK_STR(err.msg, "'yesterday' is no date");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "4 columns; its first line has 11");
    msdx_layer_reader_free(r);
    CHECK_INT(whole("acled", acled, 2, 0), 2);
}

/* The layout before 2016 without its head, days first. */
static void test_layer__acled_without_head(void)
{
    static const char rows[] = "750,1455IND,3001,8/5/2015,2015,1,Riots,Rioters "
                               "(Zedland),,5,,,0,50,Zedland,A,B,C,Zedtown,18.4,79.1,1,Paper,x,0\n"
                               "750,1456IND,3002,31/12/2015,2015,1,Riots,Rioters "
                               "(Zedland),,5,,,0,50,Zedland,A,B,C,Zedtown,18.4,79.1,1,Paper,x,0\n"
                               "750,1457IND,3002,12/31/2015,2015,1,Riots,Rioters "
                               "(Zedland),,5,,,0,50,Zedland,A,B,C,Zedtown,18.4,79.1,1,Paper,x,0\n";
    msdx_layer_item item;
    CHECK_STR(msdx_layer_guess(msdx_str_of(rows)), "acled");
    msdx_layer_reader *r = reader("acled", rows);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_PART(item.row.number, "1455IND");
    CHECK_PART(item.row.place, "Zedtown");
    CHECK_STR(item.row.day, "2015-05-08");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_STR(item.row.day, "2015-12-31");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    msdx_layer_reader_free(r);
    CHECK_INT(whole("acled", rows, 2, 0), 1);
}

static void test_layer__ucdp(void)
{
    static const char rows[] =
        "id,type_of_violence,side_a,side_b,where_coordinates,latitude,longitude,country,date_start\n"
        "7,1,Government of Zedland,Rebels,\"Zedtown, north\",1.5,2.5,Zedland,2013-01-03 00:00:00.000\n"
        "x,1,Government of Zedland,Rebels,Zedtown,1.5,2.5,Zedland,2013-01-03\n";
    msdx_layer_item item;
    CHECK_STR(msdx_layer_guess(msdx_str_of(rows)), "ucdp-ged");
    msdx_layer_reader *r = reader("ucdp-ged", rows);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_PART(item.row.place, "Zedtown, north");
    CHECK_PART(item.row.code, "1");
    CHECK_STR(item.row.day, "2013-01-03");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "'x' is no number of an event");
    msdx_layer_reader_free(r);
    CHECK(msdx_layer_guess(msdx_str_of("id,country,date\n1,Zedland,2013-01-03\n")) == NULL);
}

/* ---- tables without names ---- */

static void put_row(msdx_buf *to, const char *const *cell, unsigned n_cell, unsigned n, const char *end)
{
    for (unsigned i = 0; i < n; i++) {
        if (i) msdx_buf_addc(to, '\t');
        if (i < n_cell && cell[i]) msdx_buf_adds(to, cell[i]);
    }
    msdx_buf_adds(to, end);
}

static void test_layer__pitf(void)
{
    const char *cell[73] = {"Incident", "", "Account", "22", "01", "2013", "99", "99", "9999", "ZED"};
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    msdx_layer_item item;
    cell[12] = "Zedtown", cell[13] = "12", cell[14] = "30", cell[15] = "0", cell[16] = "S";
    cell[17] = "8", cell[18] = "", cell[20] = "E", cell[26] = "Rebels", cell[39] = "villagers",
    cell[62] = "A line\nand another";
    msdx_buf_adds(&b, "Disclaimer\n\t\t\nEVENT\nEvent Type\tCampaign Identifier\tEvent Reporting\tmore\n");
    put_row(&b, cell, 73, 73, "\r\n");
    cell[3] = "99", cell[4] = "99";
    put_row(&b, cell, 73, 73, "\r\n");
    cell[3] = "soon";
    put_row(&b, cell, 73, 73, "\n");
    put_row(&b, cell, 73, 70, "\n");
    put_row(&b, cell, 73, 72, "\n");
    const char *bytes = msdx_buf_cstr(&b);
    CHECK_STR(msdx_layer_guess(msdx_str_of(bytes)), "pitf");
    msdx_layer_reader *r = reader("pitf", bytes);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_INT(item.line, 5);
    CHECK_STR(item.row.day, "2013-01-22");
    CHECK_PART(item.row.actor, "Rebels");
    CHECK_PART(item.row.recipient, "villagers");
    CHECK(item.row.has_point && item.row.latitude == -12.5 && item.row.longitude == 8);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_INT(item.line, 7);
    CHECK_STR(item.row.day, "");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    msdx_layer_reader_free(r);
    CHECK_INT(whole("pitf", bytes, 2, 0), 5);
    msdx_buf_clear(&b);
}

/* A head among the rows, columns to spare, further columns that the head names. */
static void test_layer__polecat(void)
{
    static const char *const names[] = {"Event ID",   "Event Date", "Event Type",     "Headline",
                                        "Event Mode", "Actor Name", "Recipient Name", "Country",
                                        "PlaceName",  "Latitude",   "Longitude"};
    const char *cell[44] = {"E-1", "2022-01-02", "PROTEST"};
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    msdx_layer_item item;
    cell[7] = "Ana", cell[15] = "Zedland", cell[27] = "ZED";
    put_row(&b, (const char *[]){"Event ID", "Event Date", "Event Type"}, 3, 40, "\n");
    put_row(&b, cell, 40, 40, "\n");
    put_row(&b, cell, 40, 43, "\n");
    put_row(&b, (const char *[]){"Event ID", "Event Date", "Event Type"}, 3, 40, "\n");
    msdx_buf_adds(&b, "\n");
    cell[42] = "x";
    put_row(&b, cell, 43, 43, "\n");
    CHECK_STR(msdx_layer_guess(msdx_str_of(msdx_buf_cstr(&b))), "polecat");
    CHECK_INT(whole("polecat", msdx_buf_cstr(&b), 2, 2), 1);
    msdx_buf_reset(&b);
    put_row(&b, names, 11, 41, "\n");
    put_row(&b, (const char *[]){"E-2", "2022-01-02", "PROTEST", "News", "", "Ana", "Bob", "ZED", "", "", ""}, 11, 41,
            "\n");
    msdx_layer_reader *r = reader("polecat", msdx_buf_cstr(&b));
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_PART(item.row.actor, "Ana");
    CHECK_PART(item.row.country, "ZED");
    msdx_layer_reader_free(r);
    msdx_buf_clear(&b);
}

/* A weekly file without one of the columns; the month first is no date that can be told from the day first. */
static void test_layer__icews_by_name(void)
{
    msdx_layer_item item;
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    put_row(&b, (const char *[]){"Event ID", "Event Date", "Source Name", "Event Text", "Intensity", "Target Name"}, 6,
            19, "\n");
    put_row(&b, (const char *[]){"7", "2018-06-01", "Ana", "Consult", "1", "Bob"}, 6, 19, "\n");
    put_row(&b, (const char *[]){"8", "6/1/2018", "Ana", "Consult", "1", "Bob"}, 6, 19, "\n");
    put_row(&b, (const char *[]){"9", "2018-06-01"}, 2, 18, "\n");
    msdx_layer_reader *r = reader("icews", msdx_buf_cstr(&b));
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_PART(item.row.recipient, "Bob");
    CHECK_PART(item.row.code, "Consult");
    CHECK(item.row.has_goldstein && item.row.goldstein == 1);
    msdx_layer_reader_free(r);
    CHECK_INT(whole("icews", msdx_buf_cstr(&b), 1, 0), 2);
    msdx_buf_clear(&b);
}

static void test_layer__gdelt(void)
{
    const char *cell[58] = {"410412347", "20150218", "201502", "2015"};
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    cell[26] = "010", cell[30] = "-2.5";
    put_row(&b, cell, 57, 57, "\n");
    put_row(&b, cell, 58, 58, "\r\n");
    put_row(&b, cell, 58, 59, "\n");
    put_row(&b, cell, 58, 58, "");
    CHECK_STR(msdx_layer_guess(msdx_str_of(msdx_buf_cstr(&b))), "gdelt1");
    CHECK_INT(whole("gdelt1", msdx_buf_cstr(&b), 3, 0), 1);
    msdx_buf_clear(&b);
}

/* ---- JSON and XML ---- */

static void test_layer__plover(void)
{
    static const char rows[] =
        "[\n{\n  \"id\": \"37\", \"date\": \"2022-12-13\",\n  \"event\": [\"ASSAULT\"], \"mode\": [],\n"
        "  \"actor\": [{\"code\": \"ZED\", \"identifier_text\": null, \"entity_text\": \"the \\u00e9lite\"}], "
        "\"recipient\": [],\n  \"event_loc\": {\"lat\": \"1.5\", \"lon\": 2, \"city\": \"Zedtown\", \"country_code\": "
        "\"ZED\"},\n"
        "  \"event_scale\": -9, \"cite_info\": {\"url\": \"http://news.example/1\"}\n},\n"
        "{\"id\":38,\"date\":null,\"event\":\"141\",\"ccode\":\"ZED\"}{\"id\":39,\"date\":\"soon\",\"event\":\"141\"}\n"
        "{\"id\": 40, oops\n}\n{\"text\":\"no record\"}\n{\"id\":\"41\"}\n]\n";
    msdx_layer_item item;
    CHECK_STR(msdx_layer_guess(msdx_str_of(rows)), "plover");
    msdx_layer_reader *r = reader("plover", rows);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_INT(item.line, 2);
    CHECK_PART(item.row.number, "37");
    CHECK_PART(item.row.code, "ASSAULT");
    CHECK_PART(item.row.actor, "the \xC3\xA9lite");
    CHECK_PART(item.row.country, "ZED");
    CHECK_PART(item.row.address, "http://news.example/1");
    CHECK(item.row.has_goldstein && item.row.goldstein == -9 && item.row.has_point && item.row.latitude == 1.5);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_PART(item.row.number, "38");
    CHECK_STR(item.row.day, "");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "'soon' is no date");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_INT(item.line, 10);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "a record with neither id, date nor event");
    msdx_layer_reader_free(r);
    CHECK_INT(whole("plover", rows, 3, 0), 3);
    CHECK(msdx_layer_guess(msdx_str_of("{\"schema\":1,\"id\":\"a\",\"event\":\"AID\",\"date\":\"2020-01-01\"}")) ==
          NULL);
    CHECK(msdx_layer_guess(msdx_str_of("{\"id\":\"a\",\"date\":\"2020-01-01\",\"text\":\"x\"}")) == NULL);
}

static void test_layer__cameoxml(void)
{
    static const char rows[] =
        "<?xml version=\"1.0\"?>\n<CAMEO_XML>\n<!-- <Event id=\"9\"> -->\n<Document id=\"ZED_20090301.01\">\n<Events>\n"
        "<Event id='0' sentence_id=\"1\" type=\"010\">\n"
        "  <Participant actor_id=\"1\" actor_name=\"Marks &amp; Sons\" agent_name=\"Head\" role=\"Source\" />\n"
        "  <Participant actor_name=\"Zedland\" role=\"Target\"/>\n</Event>\n"
        "<Event id=\"1\" type=\"020\"/></Events></Document>\n<Document id=\"NODATE\"><Events>\n"
        "<Event id=\"0\"><Participant agent_name=\"Rebels\" role=\"Source\"/></Event><Event id=\"1\" type=\"19\">";
    msdx_layer_item item;
    CHECK_STR(msdx_layer_guess(msdx_str_of(rows)), "cameoxml");
    msdx_layer_reader *r = reader("cameoxml", rows);
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_INT(item.line, 6);
    CHECK_PART(item.row.number, "ZED_20090301.01-0");
    CHECK_STR(item.row.day, "2009-03-01");
    CHECK_PART(item.row.actor, "Head (Marks & Sons)");
    CHECK_PART(item.row.recipient, "Zedland");
    CHECK_PART(item.row.code, "010");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_OK);
    CHECK_PART(item.row.number, "ZED_20090301.01-1");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "an Event without a type");
    CHECK_INT(msdx_layer_reader_next(r, &item, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "an Event that is not closed");
    msdx_layer_reader_free(r);
    CHECK_INT(whole("cameoxml", rows, 2, 0), 2);
    CHECK_INT(whole("cameoxml", "<CAMEO_XML></CAMEO_XML>\n", 0, 0), 0);
}

static void test_layer__what_is_none(void)
{
    msdx_layer_reader *r;
    CHECK_INT(msdx_layer_reader_new(&r, "none", MSDX_STR(""), &err), MSD_EUSAGE);
    CHECK(!r);
    CHECK_INT(msdx_layer_reader_new(&r, "acled", MSDX_STR("a,b\n1,2\n"), &err), MSD_EFORMAT);
    CHECK_INT(msdx_layer_reader_new(&r, "cameoxml", MSDX_STR("<a/>"), &err), MSD_EFORMAT);
    CHECK(msdx_layer_guess(MSDX_STR("")) == NULL);
    CHECK(msdx_layer_guess(MSDX_STR("Some text, and more.\n")) == NULL);
}

int main(void)
{
    RUN(test_layer__acled);
    RUN(test_layer__acled_without_head);
    RUN(test_layer__ucdp);
    RUN(test_layer__pitf);
    RUN(test_layer__polecat);
    RUN(test_layer__icews_by_name);
    RUN(test_layer__gdelt);
    RUN(test_layer__plover);
    RUN(test_layer__cameoxml);
    RUN(test_layer__what_is_none);
    return test_end();
}
